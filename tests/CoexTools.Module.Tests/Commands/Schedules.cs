using System.Runtime.CompilerServices;

namespace CoexTools.Module.Tests.Commands;

/// <summary>
/// The place where schedules are in this process, and in those that it starts: a folder, so that no test and no example
/// touches a schedule of the machine or of its user.
/// </summary>
internal static class Schedules
{
    /// <summary>The collection of the tests that set up schedules: one after another.</summary>
    public const string Collection = "Schedules";

    public static string Folder { get; } = Path.Combine(Path.GetTempPath(), $"CoexTools-schedules-{Guid.NewGuid():N}");

    /// <summary>Takes away all schedules.</summary>
    public static void Clear()
    {
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }

    [ModuleInitializer]
    internal static void Redirect()
    {
        Environment.SetEnvironmentVariable("COEXTOOLS_SCHEDULE_FOLDER", Folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Clear();
    }
}
