using CoexTools.Changes;
using CoexTools.Model;

namespace CoexTools.Tests.Changes;

/// <summary>Where a directory is stored determines how it can be changed.</summary>
public sealed class DirectoryKindTests
{
    private static readonly DirectoryContent Dxl = new() { Path = "/data/names.dxl" };
    private static readonly DirectoryContent Nsf = new() { Path = "/data/names.nsf", IsNsf = true };
    private static readonly DirectoryContent Server = new() { Path = "https://domino.acme.example/names" };

    [Fact]
    public void A_file_has_the_kind_of_its_format_until_it_is_imported()
    {
        Assert.Equal(DirectoryKind.DxlFile, Dxl.Kind);
        Assert.Equal(DirectoryKind.NsfFile, Nsf.Kind);
        Assert.Equal(DirectoryKind.Memory, Imported(Dxl));
        Assert.Equal(DirectoryKind.Memory, Imported(Nsf));
        Assert.Equal(DirectoryKind.Memory, Imported(new DirectoryContent()));
    }

    [Fact]
    public void A_directory_of_a_server_is_one_in_any_session()
    {
        Assert.Equal(DirectoryKind.Server, Server.Kind);
        Assert.Equal(DirectoryKind.Server, Imported(Server));
        Assert.Equal(DirectoryKind.Server, (Server with { Path = "http://127.0.0.1:8880/names" }).Kind);
    }

    [Fact]
    public void An_NSF_file_is_never_changed_and_a_server_only_by_commands_for_it()
    {
        PlanWriter.RequireWritable(new DirectorySnapshot(Dxl), isForServers: false);
        PlanWriter.RequireWritable(new DominoDirectory(Nsf).State, isForServers: false);
        PlanWriter.RequireWritable(new DirectorySnapshot(Server), isForServers: true);
        Assert.Equal("NsfReadOnly", ErrorOf(Nsf, isForServers: true));
        Assert.Equal("ServerReadOnly", ErrorOf(Server, isForServers: false));
    }

    private static DirectoryKind Imported(DirectoryContent content) =>
        new DominoDirectory(content).State.Content.Kind;

    private static string ErrorOf(DirectoryContent content, bool isForServers) =>
        Assert.Throws<CoexException>(
            () => PlanWriter.RequireWritable(new DirectorySnapshot(content), isForServers)).ErrorId;
}
