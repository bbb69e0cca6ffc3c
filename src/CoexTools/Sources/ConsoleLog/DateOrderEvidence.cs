namespace CoexTools.Sources.ConsoleLog;

/// <summary>
/// Determines the order of day and month in a log from its dates: a number that is no month; a reading in the future;
/// a reading in which the lines would not be in order.
/// </summary>
/// <param name="latest">The latest local time of any server now.</param>
internal sealed class DateOrderEvidence(DateTime latest)
{
    // A clock can be set back, at the end of summer time by an hour.
    private static readonly TimeSpan Tolerance = TimeSpan.FromDays(1);

    private readonly DateTime[] _last = [DateTime.MinValue, DateTime.MinValue];
    private readonly bool[] _isDecided = new bool[2];
    private readonly bool[] _isInFuture = new bool[2];
    private readonly bool[] _isBackward = new bool[2];
    private bool _isAmbiguous;

    /// <summary>Gets the order; null if the file leaves it open.</summary>
    public DateOrder? Order =>
        OneOf(_isDecided[0], _isDecided[1])
        ?? (!_isAmbiguous ? DateOrder.DayFirst
            : _isDecided[0] ? null // Both orders: the format has changed.
            : OneOf(_isInFuture[1], _isInFuture[0]) ?? OneOf(_isBackward[1], _isBackward[0]));

    /// <summary>Takes the time of a line into account.</summary>
    public void Add(ConsoleTime time)
    {
        _isAmbiguous |= time.IsAmbiguous;
        if (time.Decisive is { } decisive)
            _isDecided[(int)decisive] = true;
        for (int order = 0; order < _last.Length; order++)
        {
            DateTime local = time.In((DateOrder)order);
            _isInFuture[order] |= local > latest + Tolerance;
            _isBackward[order] |= local + Tolerance < _last[order];
            _last[order] = local;
        }
    }

    private static DateOrder? OneOf(bool dayFirst, bool monthFirst) =>
        dayFirst == monthFirst ? null : dayFirst ? DateOrder.DayFirst : DateOrder.MonthFirst;
}
