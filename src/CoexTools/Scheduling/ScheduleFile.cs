namespace CoexTools.Scheduling;

/// <summary>Represents a file of a schedule.</summary>
/// <param name="Name">The name of the file.</param>
/// <param name="Text">The content of the file.</param>
/// <param name="Encoding">The encoding that the scheduler requires.</param>
internal sealed record ScheduleFile(string Name, string Text, System.Text.Encoding Encoding);
