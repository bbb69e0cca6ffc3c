using System.Management.Automation;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace CoexTools.Module.Tests.Commands;

/// <summary>What the system does not permit.</summary>
[UnsupportedOSPlatform("windows")]
[Collection(ProcessState.Collection)]
public sealed class PermissionTests : IDisposable
{
    private const string NoPermissions = "Windows keeps permissions in another way.";
    private const string RootMayAll = "The tests run as root, whom this system lets do anything.";
    private const uint Nobody = 65534;

    private const UnixFileMode ReadAndWrite = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead
        | UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private const UnixFileMode ReadAndEnter = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead
        | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly ModuleSession _session = new();

    public static bool IsUnix => !OperatingSystem.IsWindows();

    public static TheoryData<string> Commands =>
    [
        "Get-ForeignDomainDocument", "Get-DocumentReader", "Test-FreeBusyPath", "Test-MailRoute",
        "Remove-DocumentAccessField -PassThru",
        "Import-DominoDirectory",
    ];

    public void Dispose()
    {
        if (IsUnix)
            File.SetUnixFileMode(
                _session.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _session.Dispose();
    }

    [Theory(Skip = NoPermissions, SkipUnless = nameof(IsUnix)), MemberData(nameof(Commands))]
    public void File_that_may_not_be_read_is_an_error_and_the_others_come_through(string command)
    {
        string secret = _session.Write("secret.dxl", Dxl.Database());
        string script = $"{command} secret.dxl, good.dxl";
        _session.Write("good.dxl", Dxl.Database(Dxl.ForeignDomain("Good", "CN=DominoA/O=Acme", 1)));
        _session.Run(script); // Whatever is loaded on the way is loaded now.
        File.SetUnixFileMode(secret, UnixFileMode.None);

        Outcome outcome = WithoutRights(() => _session.Try(script), () => File.OpenRead(secret).Dispose());
        outcome.TheError("FileUnreadable", command.Split(' ')[0], ErrorCategory.PermissionDenied, secret);
        Assert.Single(outcome.Output);
    }

    [Fact(Skip = NoPermissions, SkipUnless = nameof(IsUnix))]
    public void Folder_that_may_not_be_written_to_is_an_error_and_the_file_is_intact()
    {
        string path = _session.PathOf("security-on.dxl");
        byte[] before = File.ReadAllBytes(path);
        _session.Run("Remove-DocumentAccessField security-on-then-edited.dxl");
        File.SetUnixFileMode(path, ReadAndWrite);
        File.SetUnixFileMode(_session.Folder, ReadAndEnter);

        Outcome outcome = WithoutRights(
            () => _session.Try("Remove-DocumentAccessField security-on.dxl -PassThru"),
            () => File.Create(_session.PathOf("probe"), 1, FileOptions.DeleteOnClose).Dispose());
        outcome.TheError("WriteFailed", "Remove-DocumentAccessField", ErrorCategory.WriteError, path);
        Assert.Empty(outcome.Output);
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact(Skip = NoPermissions, SkipUnless = nameof(IsUnix))]
    public void A_log_whose_folder_may_not_be_listed_is_an_error()
    {
        string log = _session.Write(
            "logs/nightly.log",
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "runs", "nightly.jsonl")));
        string folder = Path.GetDirectoryName(log)!;
        _session.Run("Get-CoexistenceRun -LogPath logs/nightly.log"); // Whatever is loaded on the way is loaded now.
        File.SetUnixFileMode(_session.Folder, ReadAndEnter);
        File.SetUnixFileMode(
            folder, UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);

        Outcome outcome = WithoutRights(
            () => _session.Try("Get-CoexistenceRun -LogPath logs/nightly.log"), () => Directory.GetFiles(folder));
        File.SetUnixFileMode(_session.Folder, ReadAndEnter | UnixFileMode.UserWrite);
        File.SetUnixFileMode(folder, ReadAndEnter | UnixFileMode.UserWrite);
        outcome.TheError("FileUnreadable", "Get-CoexistenceRun", ErrorCategory.PermissionDenied, folder);
    }

    [Fact(Skip = NoPermissions, SkipUnless = nameof(IsUnix))]
    public void A_temporary_file_that_another_user_left_in_a_shared_folder_does_not_prevent_changes()
    {
        Assert.SkipUnless(
            Environment.IsPrivilegedProcess, "To create a file of another user, the tests must run as root.");
        string leftOver = _session.Write($".security-on.dxl.{Guid.NewGuid():N}.tmp", "");
        _session.Run("Remove-DocumentAccessField security-on-then-edited.dxl");
        using (var owner = System.Diagnostics.Process.Start("chown", [$"{Nobody}", _session.PathOf("security-on.dxl")]))
            owner.WaitForExit();
        File.SetUnixFileMode(_session.PathOf("security-on.dxl"), ReadAndWrite);
        // As /tmp: only the owner can delete a file.
        File.SetUnixFileMode(_session.Folder, ReadAndEnter | ReadAndWrite | UnixFileMode.StickyBit);

        Outcome outcome =
            WithoutRights(() => _session.Try(
                "Remove-DocumentAccessField security-on.dxl -PassThru"), () => File.Delete(leftOver));
        Assert.Empty(outcome.Errors);
        Assert.NotEmpty(outcome.Output);
        Assert.True(File.Exists(leftOver));
    }

    // Root may do everything; on Linux, though, a thread can lay down its rights over files, and the session runs on
    // this thread.
    private static Outcome WithoutRights(Func<Outcome> work, Action probe)
    {
        bool isRoot = Environment.IsPrivilegedProcess;
        Assert.SkipWhen(isRoot && !OperatingSystem.IsLinux(), RootMayAll);
        if (isRoot)
            _ = SetFileUser(Nobody);
        try
        {
            Assert.SkipUnless(IsDenied(probe), RootMayAll);
            return work();
        }
        finally
        {
            if (isRoot)
            {
                _ = SetFileUser(0);
                RestoreThreads();
            }
        }
    }

    // A thread that the work added to the pool has laid down its rights as well. The tests that follow would run on it.
    private static void RestoreThreads()
    {
        for (int i = 0; i < 1_000 && Directory.GetDirectories("/proc/self/task").Any(HasFewerRights); i++)
        {
            var queued = new CountdownEvent(2 * ThreadPool.ThreadCount);
            for (int item = queued.InitialCount; item > 0; item--)
            {
                ThreadPool.UnsafeQueueUserWorkItem(_ =>
                {
                    _ = SetFileUser(0);
                    Thread.Sleep(1); // So that each thread gets an item.
                    queued.Signal();
                }, null);
            }
            queued.Wait();
        }
    }

    private static bool HasFewerRights(string thread)
    {
        try
        {
            return File.ReadLines(Path.Combine(thread, "status"))
                .Any(line => line.StartsWith("Uid:", StringComparison.Ordinal) && line.EndsWith($"\t{Nobody}"));
        }
        catch (IOException)
        {
            return false; // The thread has ended.
        }
    }

    private static bool IsDenied(Action probe)
    {
        try
        {
            probe();
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
    }

    [DllImport("libc", EntryPoint = "setfsuid")]
    private static extern int SetFileUser(uint user);
}
