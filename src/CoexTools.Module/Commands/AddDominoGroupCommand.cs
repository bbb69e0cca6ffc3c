using CoexTools.Changes;
using CoexTools.Completion;
using CoexTools.Model;

namespace CoexTools.Commands;

/// <summary>Adds a group to a directory in memory.</summary>
[Cmdlet(VerbsCommon.Add, "DominoGroup", SupportsShouldProcess = true)]
[OutputType(typeof(DominoDirectory))]
public sealed class AddDominoGroupCommand : InMemoryDirectoryCommand
{
    /// <summary>The group's name.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string Name { get; set; } = "";

    /// <summary>The members: servers, wildcards and other groups.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(MemberCompleter))]
    public string[] Member { get; set; } = [];

    /// <summary>What the group may be used for. Mail only and deny list only do not count for access (AC4).</summary>
    [Parameter]
    public GroupType Type { get; set; }

    /// <inheritdoc/>
    private protected override void Change(InMemoryChange change) => change.Make(
        Directory.Name, $"Add the group '{Name}' with {Plural.Of(Member.Length, "member")}",
        content => DirectoryEdits.AddGroup(content, Name, Type, Member, DateTimeOffset.UtcNow));
}
