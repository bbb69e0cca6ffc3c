using System.Runtime.Versioning;
using CoexTools.CrashChild;
using CoexTools.Files;
using CoexTools.Model;

namespace CoexTools.Tests.Durability;

/// <summary>
/// A change in a folder that other users can write to: links they planted, and the permissions of each file at each
/// step.
/// </summary>
public sealed class SharedFolderTests : IDisposable
{
    private const string LinksNeedPrivilege = "A link needs a privilege on Windows.";
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Workplace _place = Workplace.Make(200_000, CopyWay.System);
    private readonly string _victim;

    public SharedFolderTests()
    {
        string elsewhere = System.IO.Directory.CreateTempSubdirectory("coextools-victim-").FullName;
        _victim = Path.Combine(elsewhere, "victim.txt");
    }

    private string LockPath => Path.Combine(_place.Folder, ".names.dxl.lock");

    public void Dispose()
    {
        _place.Dispose();
        System.IO.Directory.Delete(Path.GetDirectoryName(_victim)!, recursive: true);
    }

    [Theory]
    [InlineData("content of another file", "lock")]
    [InlineData("", "lock")]
    [InlineData(null, "lock")]
    [InlineData("<change id='1' ", "journal")]
    [InlineData("", "journal")]
    [InlineData(null, "journal")]
    public void A_planted_link_does_not_let_a_change_touch_its_target(string? content, string planted)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), LinksNeedPrivilege);
        if (content is not null)
            File.WriteAllText(_victim, content);
        string link = planted == "lock" ? LockPath : _place.JournalPath;
        File.CreateSymbolicLink(link, _victim);
        string[] files = _place.Content;
        DirectorySnapshot directory = _place.Read();

        CoexException error = Assert
            .Throws<CoexException>(() => FileChanger.Change(directory, FileChanger.Turn(directory), way: _place.Way));
        Assert.Equal("WriteFailed", error.ErrorId);
        Assert.Contains($"'{link}' is a symbolic link.", error.Message);
        Assert.Equal(content, File.Exists(_victim) ? File.ReadAllText(_victim) : null);
        Assert.Equal(_place.Original, File.ReadAllBytes(_place.FilePath));
        Assert.Equal(files, _place.Content);
        Assert.Equal(_victim, new FileInfo(link).LinkTarget);

        File.Delete(link);
        _place.AssertNextCommandWorks();
    }

    [Theory]
    [InlineData("pipe", "lock")]
    [InlineData("pipe", "journal")]
    [InlineData("folder", "lock")]
    [InlineData("folder", "journal")]
    public void Something_else_in_place_of_the_lock_or_the_journal_is_an_error_and_does_not_block(
        string kind, string planted)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The test creates a pipe by a program of Linux.");
        DirectorySnapshot directory = _place.Read();
        string path = planted == "lock" ? LockPath : _place.JournalPath;
        if (kind == "folder")
            System.IO.Directory.CreateDirectory(path);
        else
            RunProgram("mkfifo", path);
        string[] files = _place.Content;
        CoexException error;
        using (var release = new PipeRelease(path))
        {
            error = Assert.Throws<CoexException>(
                () => FileChanger.Change(directory, FileChanger.Turn(directory), way: _place.Way));
            Assert.False(release.IsDone, "The command waited for the pipe.");
        }
        Assert.Equal("WriteFailed", error.ErrorId);
        Assert
            .Contains($"'{path}' is a {(kind == "folder" ? "folder" : "device, a pipe, or a socket")}.", error.Message);
        Assert.Equal(_place.Original, File.ReadAllBytes(_place.FilePath));
        Assert.Equal(files, _place.Content);

        if (kind == "folder")
            System.IO.Directory.Delete(path);
        else
            File.Delete(path);
        _place.AssertNextCommandWorks();
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead)]
    [UnsupportedOSPlatform("windows")]
    public void No_file_of_a_change_ever_has_more_permissions_than_the_directory(UnixFileMode mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows, a new file inherits the permissions of its folder.");
        File.SetUnixFileMode(_place.FilePath, mode);
        DirectorySnapshot directory = _place.Read();
        var seen = new HashSet<string>();
        FileChanger.Change(directory, FileChanger.Turn(directory), step => Look(), _place.Way);
        Look();
        Assert.Superset(new HashSet<string> { "lock", "tmp", "journal" }, seen);
        Assert.Equal(mode, File.GetUnixFileMode(_place.FilePath));
        Assert.Equal(mode, File.GetUnixFileMode(_place.JournalPath));

        void Look()
        {
            foreach (string path in System.IO.Directory.GetFiles(_place.Folder).Where(path => path != _place.FilePath))
            {
                seen.Add(Path.GetExtension(path)[1..]);
                UnixFileMode there = File.GetUnixFileMode(path);
                Assert.True((there & ~mode) == 0, $"{path} has {there}, and the directory has {mode}.");
                if (path.EndsWith(".tmp", StringComparison.Ordinal))
                    Assert.True(there == Private || there == mode, $"{path} has {there}.");
            }
        }
    }

    [Fact]
    public void A_file_that_replaces_the_temporary_one_gets_no_permissions()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), LinksNeedPrivilege);
        if (!OperatingSystem.IsWindows())
            Check();

        [UnsupportedOSPlatform("windows")]
        void Check()
        {
            File.WriteAllText(_victim, "");
            File.SetUnixFileMode(_victim, UnixFileMode.UserRead);
            File.SetUnixFileMode(_place.FilePath, Private | UnixFileMode.OtherRead | UnixFileMode.OtherWrite);
            DirectorySnapshot directory = _place.Read();
            FileChanger.Change(directory, FileChanger.Turn(directory), step =>
            {
                if (step != FileStep.CopyPermissions)
                    return;
                string temporary = System.IO.Directory.GetFiles(_place.Folder, "*.tmp").Single();
                File.Delete(temporary);
                File.CreateSymbolicLink(temporary, _victim);
            }, _place.Way);
            Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(_victim));
        }
    }

    [Fact]
    public void Another_hard_link_keeps_the_former_content()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The test creates a hard link by a system call of Linux.");
        string other = Path.Combine(Path.GetDirectoryName(_victim)!, "link.dxl");
        RunProgram("ln", _place.FilePath, other);
        _place.AssertNextCommandWorks();
        Assert.Equal(_place.Original, File.ReadAllBytes(other));
        Assert.NotEqual(_place.Original, File.ReadAllBytes(_place.FilePath));
    }

    [Theory]
    [InlineData(@"C:\data\NUL", true)]
    [InlineData(@"C:\data\nul.dxl", true)]
    [InlineData("C:/data/con .tar.gz", true)]
    [InlineData(@"C:\data\lpt1", true)]
    [InlineData("C:\\data\\COM\u00B2.dxl", true)]
    [InlineData(@"\\.\pipe\names", true)]
    [InlineData(@"C:\con\names.dxl", false)]
    [InlineData(@"C:\data\console.dxl", false)]
    [InlineData(@"C:\data\com0.dxl", false)]
    [InlineData(@"C:\data\names.nul", false)]
    [InlineData(@"\\server\share\names.dxl", false)]
    public void Windows_takes_some_names_for_devices(string path, bool isDevice) =>
        Assert.Equal(isDevice, FilePlace.IsDeviceName(path));

    private static void RunProgram(string program, params string[] arguments)
    {
        using var run = System.Diagnostics.Process.Start(program, arguments);
        run.WaitForExit();
        Assert.Equal(0, run.ExitCode);
    }
}
