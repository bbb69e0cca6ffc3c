namespace CoexTools.Sources.ConsoleLog;

/// <summary>The order of day and month in the dates of a console log.</summary>
internal enum DateOrder
{
    /// <summary>The day precedes the month.</summary>
    DayFirst,

    /// <summary>The month precedes the day.</summary>
    MonthFirst,
}
