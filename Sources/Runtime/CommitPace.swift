/// What the decision to commit goes by.
struct CommitMoment: Equatable {
    /// Result rows that wait.
    var rows = 0
    /// Some of them go where they can be read.
    var hasReadableRows = false
    /// Nothing waits in the sources.
    var isCaughtUp = true
    /// How long the last commit is ago, and how long it took.
    var sinceMs: Int64 = 0
    var lastTookMs: Int64 = 0
}

extension PipelineDefinition.Tuning {
    /// Whether what waits is to be committed now.
    ///
    /// Behind, few large commits cost least. Caught up, rows are wanted soon, but commits must
    /// leave most of the time to the events: each is followed by four times what it took, as long
    /// as that is less than what is waited behind.
    func isCommitDue(_ moment: CommitMoment) -> Bool {
        if moment.rows >= pendingRows { return true }
        guard moment.isCaughtUp else { return moment.sinceMs >= catchUpCommitMs }
        let paceMs = moment.hasReadableRows ? rowCommitMs : liveCommitMs
        return moment.sinceMs >= min(catchUpCommitMs, max(paceMs, moment.lastTookMs * 4))
    }
}
