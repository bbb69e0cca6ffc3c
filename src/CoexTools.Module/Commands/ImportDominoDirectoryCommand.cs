using CoexTools.Dxl.Editing;
using CoexTools.Model;

namespace CoexTools.Commands;

/// <summary>Imports a DXL file into an in-memory directory. Changes in memory do not affect the file.</summary>
[Cmdlet(VerbsData.Import, "DominoDirectory", DefaultParameterSetName = PathSet)]
[OutputType(typeof(DominoDirectory))]
public sealed class ImportDominoDirectoryCommand : DxlPathCommand
{
    /// <inheritdoc/>
    protected override void ProcessRecord() =>
        ReadFiles(content => WriteObject(new DominoDirectory(DirectoryImport.WithFrame(content, CancelToken))));
}
