/// The demos' scripts, part of the program so that it runs anywhere.
enum DemoScripts {
    /// `demo/coupon/pipeline.sql`.
    static let coupon = String(decoding: PackageResources.coupon_sql, as: UTF8.self)
}
