namespace CoexTools.Scheduling;

/// <summary>Represents a command that runs every day.</summary>
/// <param name="Name">The name of the schedule, which consists of letters, digits, periods, hyphens and
/// underscores.</param>
/// <param name="Program">The full path of the program.</param>
/// <param name="Arguments">The arguments of the program, without quoting.</param>
/// <param name="At">The local time of day, in whole minutes.</param>
/// <param name="IsUser">Specifies whether the command runs as the user who registered it instead of as the
/// system.</param>
internal sealed record ScheduledRun(
    string Name, string Program, IReadOnlyList<string> Arguments, TimeSpan At, bool IsUser)
{
    /// <summary>The text that identifies files that CoexTools wrote.</summary>
    public const string Mark = "CoexTools schedule";

    public const string Description = "Repair of the Foreign Domain documents (CoexTools)";
}
