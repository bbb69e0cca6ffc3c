using System.Collections;
using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Sources.DirectoryFiles;

namespace CoexTools.Commands;

/// <summary>Imports a DXL file into an in-memory directory. Changes in memory do not affect the file.</summary>
[Cmdlet(VerbsData.Import, "DominoDirectory", DefaultParameterSetName = PathSet)]
[OutputType(typeof(DominoDirectory))]
public sealed class ImportDominoDirectoryCommand : FileCommand
{
    private DirectoryReader _reader = null!;

    /// <summary>Specifies the item names for each property, in place of the default ones.</summary>
    [Parameter(ParameterSetName = PathSet), Parameter(ParameterSetName = LiteralPathSet)]
    [ValidateNotNull, ArgumentCompleter(typeof(FieldMapCompleter))]
    public Hashtable? FieldMap { get; set; }

    /// <summary>Parses every byte of the files as XML, so that every syntax error is found. This is slower.</summary>
    [Parameter(ParameterSetName = PathSet), Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter Strict { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _reader = new DirectoryReader(this, FieldMap, Strict);

    /// <inheritdoc/>
    protected override void ProcessRecord() =>
        ForEachFile(file => WriteObject(new DominoDirectory(DirectoryFile.Import(_reader.Read(file), CancelToken))));
}
