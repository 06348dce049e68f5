/// One screenful of cells, drawn by views and shown by curses, as text, or by tests.
///
/// Everything clips: a write outside the frame, or beyond its right edge, is dropped.
public struct Frame: Sendable, Equatable {
    public let columns: Int
    public let rows: Int
    public internal(set) var cells: [Cell]

    /// One cell of the grid.
    ///
    /// A character two cells wide is followed by a cell with an empty text.
    public struct Cell: Sendable, Equatable {
        public var text: Character
        public var role: Role
        /// `true` in the right half of a wide character; `text` is then a blank that is not shown.
        public var isContinuation: Bool

        public init(_ text: Character = " ", role: Role = .text, isContinuation: Bool = false) {
            self.text = text
            self.role = role
            self.isContinuation = isContinuation
        }
    }

    /// A blank frame; sizes below 1 count as 1.
    public init(columns: Int, rows: Int) {
        self.columns = max(1, columns)
        self.rows = max(1, rows)
        cells = Array(repeating: Cell(), count: self.columns * self.rows)
    }
}
