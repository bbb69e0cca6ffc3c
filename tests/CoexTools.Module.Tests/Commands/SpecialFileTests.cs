using System.Diagnostics;
using System.Management.Automation;
using System.Net.Sockets;

namespace CoexTools.Module.Tests.Commands;

/// <summary>
/// Pipes, sockets, and devices at the paths of files. Anybody who can write to a folder can create a pipe that matches
/// a wildcard.
/// </summary>
public sealed class SpecialFileTests(ModuleSession session) : IClassFixture<ModuleSession>, IDisposable
{
    private readonly List<IDisposable> _open = [];

    public static TheoryData<string> Kinds => ["pipe", "socket", "device"];

    public void Dispose() => _open.ForEach(one => one.Dispose());

    [Theory, MemberData(nameof(Kinds))]
    public void A_special_file_is_not_read_and_the_other_files_are(string kind)
    {
        string path = Create(kind, $"source-{kind}.dxl");
        session.Set("path", path);
        string[] commands =
        [
            "Get-ForeignDomainDocument", "Get-DominoDocument", "Import-DominoDirectory",
            "Test-CoexistenceConfiguration", "Get-DirectoryChange",
            "Undo-DirectoryChange", "Remove-DocumentAccessField",
        ];
        foreach (string command in commands)
        {
            ErrorRecord error = Assert.Single(session.Try($"{command} -LiteralPath $path").Errors);
            error.Is("FileUnreadable", command, ErrorCategory.OpenError, path);
            Assert.Contains("is a device, a pipe, or a socket.", error.ErrorDetails.Message);
        }
        Outcome both = session.Try($"Get-ForeignDomainDocument s*-{kind}.dxl, security-on.dxl");
        Assert.Single(both.Errors);
        Assert.NotEmpty(both.Output);

        // Other files that commands read.
        Assert.StartsWith("FileUnreadable", Assert.Single(
            session
                .Try($"Export-CoexistenceReport security-on.dxl {kind}.html "
                    + "-CompareWith $path").Errors).FullyQualifiedErrorId);
        Assert.StartsWith("FileUnreadable", Assert.Single(
            session.Try(
                "Test-CoexistenceConfiguration security-on.dxl -NotesIni @{ "
                    + "DominoA = $path }").Errors).FullyQualifiedErrorId);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_special_file_is_not_replaced(string kind)
    {
        string path = Create(kind, $"target-{kind}");
        session.Set("path", path);
        string[] scripts =
        [
            "Import-DominoDirectory security-on.dxl | Export-DominoDirectory -LiteralPath $path",
            "Export-CoexistenceReport security-on.dxl -LiteralPath $path",
            "Test-CoexistenceConfiguration security-on.dxl | Export-CoexistenceFinding -As Prometheus "
                + "-LiteralPath $path",
        ];
        foreach (string script in scripts.SelectMany(script => new[] { script, script + " -Force" }))
        {
            ErrorRecord error = Assert.Single(session.Try(script).Errors);
            Assert.StartsWith("WriteFailed", error.FullyQualifiedErrorId);
            Assert.Contains("is a device, a pipe, or a socket.", error.ErrorDetails.Message);
            Assert.True(IsSpecial(path), script);
            Assert.DoesNotContain(Directory.GetFiles(session.Folder), file => Path.GetFileName(file).StartsWith('.'));
        }
    }

    // Creates a file that is not a regular one. If a command opens a pipe nevertheless, another program opens it after
    // a while and ends the wait.
    private string Create(string kind, string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux provides the type of a file without opening it.");
        string path = session.PathOf(name);
        switch (kind)
        {
            case "pipe":
                Assert.Equal(0, Run("mkfifo", path));
                _open.Add(new PipeRelease(path));
                break;
            case "socket":
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                _open.Add(socket);
                socket.Bind(new UnixDomainSocketEndPoint(path));
                break;
            default:
                // The same device as /dev/null, so that an error in the module does not remove the one of the system.
                Assert.SkipUnless(
                    Run("mknod", path, "c", "1", "3") == 0, "To create a device, the tests must run as root.");
                break;
        }
        return path;
    }

    private static bool IsSpecial(string path) => Run("test", "-f", path) != 0 && Run("test", "-e", path) == 0;

    private static int Run(string program, params string[] arguments)
    {
        using Process run = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        run.StandardError.ReadToEnd();
        run.WaitForExit();
        return run.ExitCode;
    }
}
