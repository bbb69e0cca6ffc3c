using CoexTools.Changes;
using CoexTools.Completion;
using CoexTools.Model;
using CoexTools.Serialization;
using CoexTools.Work;

namespace CoexTools.Commands;

/// <summary>
/// Sets an entry in the access control list of a directory in memory. A directory without a list gets the default one
/// of a Domino Directory, which was assumed for it, with this entry (AC1).
/// </summary>
[Cmdlet(VerbsCommon.Set, "DominoAclEntry", DefaultParameterSetName = DirectoryFirstSet, SupportsShouldProcess = true)]
[OutputType(typeof(DominoDirectory))]
public sealed class SetDominoAclEntryCommand : CoexCommand
{
    private const string NameSet = "Name";
    private const string DefaultSet = "Default";
    private const string LevelFirstSet = "LevelFirst";

    /// <summary>Specifies the directory in memory.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = NameSet)]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = DefaultSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DirectoryFirstSet)]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = LevelFirstSet)]
    [ValidateNotNull, Rehydrated]
    public DominoDirectory Directory { get; set; } = null!;

    /// <summary>Specifies whom the entry is for: a server, a group or a wildcard.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = DirectoryFirstSet)]
    [Parameter(Mandatory = true, ParameterSetName = LevelFirstSet)]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(AclNameCompleter))]
    public string Name { get; set => field = Once(value); } = AccessControlEntry.DefaultName;

    /// <summary>Sets the entry for everybody whom no other entry matches.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DefaultSet)]
    public SwitchParameter Default { get; set; }

    /// <summary>
    /// Specifies the level of access. Without it, an entry that is there keeps its own; a new one has no access.
    /// </summary>
    [Parameter(Position = 1, ParameterSetName = NameSet), Parameter(Position = 0, ParameterSetName = DefaultSet)]
    [Parameter(Position = 2, ParameterSetName = DirectoryFirstSet),
        Parameter(Position = 0, ParameterSetName = LevelFirstSet)]
    public AccessLevel? Level { get; set => field = Once(value); }

    /// <summary>
    /// Specifies the roles, with or without brackets. Without it, an entry that is there keeps its own.
    /// </summary>
    [Parameter, ValidateNotNull, ArgumentCompleter(typeof(RoleCompleter))]
    public string[]? Role { get; set; }

    /// <summary>
    /// Specifies what the entry stands for (AC8). Without it, an entry that is there keeps its own type; a new one is
    /// unspecified.
    /// </summary>
    [Parameter]
    public AclEntryType? Type { get; set; }

    /// <summary>Returns the directory, so that more can follow in the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string name = Default ? AccessControlEntry.DefaultName : Name;
        string?[] effects =
            [Level?.ToString(), Type is null ? null : $"type {Type}", Role is null
                ? null : $"roles {string.Join(" ", Role)}"];
        InMemoryChange.Run(this, Directory, PassThru, change => change.Make(
            Directory.Name, $"Set the ACL entry '{name}': {string.Join(", ", effects.Where(part => part is not null))}",
            content => DirectoryEdits.SetAccessControlEntry(content, name, Level, Role, Type)));
    }
}
