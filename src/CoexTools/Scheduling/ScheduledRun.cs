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
    /// <summary>
    /// Specifies whether it uses the credential that is stored under the name of the schedule.
    /// </summary>
    public bool UsesCredential { get; init; }

    /// <summary>
    /// Specifies whether it requires what Windows makes available only to a user who is logged on: the stored
    /// credentials, or the ID file of Notes.
    /// </summary>
    public bool NeedsLogon { get; init; }

    /// <summary>The text that identifies files that CoexTools wrote.</summary>
    public const string Mark = "CoexTools schedule";

    /// <summary>The regular expression for the name of a schedule, which is also that of its credential.</summary>
    public const string NamePattern = @"^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}\z";

    public const string NameDescription = "The name of a schedule starts with a letter or a digit. It has at most 100 "
        + "letters, digits, hyphens, underscores, and periods.";

    public const string Description = "Repair of the Foreign Domain documents (CoexTools)";
}
