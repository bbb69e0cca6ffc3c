using CoexTools.Changes;
using CoexTools.Completion;
using CoexTools.Model;
using CoexTools.Serialization;
using CoexTools.Text;
using CoexTools.Work;

namespace CoexTools.Commands;

/// <summary>Adds a group to a directory in memory.</summary>
[Cmdlet(VerbsCommon.Add, "DominoGroup", DefaultParameterSetName = DirectoryFirstSet, SupportsShouldProcess = true)]
[OutputType(typeof(DominoDirectory))]
public sealed class AddDominoGroupCommand : CoexCommand
{
    /// <summary>Specifies the directory in memory.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = DirectorySet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DirectoryFirstSet)]
    [ValidateNotNull, Rehydrated]
    public DominoDirectory Directory { get; set; } = null!;

    /// <summary>Specifies the group's name.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = DirectorySet)]
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = DirectoryFirstSet)]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(GroupCompleter))]
    public string Name { get; set => field = Once(value); } = "";

    /// <summary>Specifies the members: servers, wildcards and other groups.</summary>
    [Parameter(Position = 1, ParameterSetName = DirectorySet),
        Parameter(Position = 2, ParameterSetName = DirectoryFirstSet)]
    [ValidateNotNull, ArgumentCompleter(typeof(MemberCompleter))]
    public string[] Member { get; set => field = Once(value); } = [];

    /// <summary>
    /// Specifies what the group may be used for. Mail only and deny list only do not count for access (AC4).
    /// </summary>
    [Parameter]
    public GroupType Type { get; set; }

    /// <summary>Returns the directory, so that more can follow in the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => InMemoryChange.Run(this, Directory, PassThru, change => change.Make(
        Directory.Name, $"Add the group '{Name}' with {Plural.Of(Member.Length, "member")}",
        content => DirectoryEdits.AddGroup(content, Name, Type, Member, DateTimeOffset.UtcNow)));
}
