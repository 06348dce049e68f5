extension AggregateLayout.Spread {
    /// The exact variance or its root, cut off towards zero: what Flink's doubles stand for.
    ///
    /// `nil` when a step does not fit.
    func value(_ sum: Int128, _ squares: Int128?, _ rows: Int64) -> Int64? {
        guard let squares else { return nil }
        let count = UInt128(rows)
        let square = sum.magnitude.multipliedFullWidth(by: sum.magnitude)
        guard square.high < count else { return nil }
        // Σx² - (Σx)² ÷ n, rounded down: where the division has a remainder, one less.
        let (whole, rest) = count.dividingFullWidth(square)
        let mean = whole + (rest > 0 ? 1 : 0)
        guard mean <= squares.magnitude else { return nil }
        let variance = (squares.magnitude - mean) / UInt128(isSample ? rows - 1 : rows)
        if isRoot { return Int64(exactly: Double(variance).squareRoot().rounded(.towardZero)) }
        return Int64(exactly: variance)
    }

    /// The same in numbers of twice the digits of a double, so that little is lost where the
    /// values are large and close together.
    func value(_ sum: CompensatedSum, _ squares: CompensatedSum, _ rows: Int64) -> Double {
        guard sum.sum.isFinite, squares.sum.isFinite else { return .nan }
        let count = Double(rows)
        // (n × Σx² - (Σx)²) ÷ n², each of the two with what rounding lost of it.
        let first = squares.sum * count
        let firstRest = (-first).addingProduct(squares.sum, count) + squares.lost * count
        let second = sum.sum * sum.sum
        let secondRest = (-second).addingProduct(sum.sum, sum.sum) + 2 * sum.sum * sum.lost
        let difference = first - second
        let back = difference - first
        let lost = (first - (difference - back)) - (second + back)
        let total = max(0, difference + (lost + (firstRest - secondRest)))
        let variance = total / (count * (isSample ? count - 1 : count))
        return isRoot ? variance.squareRoot() : variance
    }
}
