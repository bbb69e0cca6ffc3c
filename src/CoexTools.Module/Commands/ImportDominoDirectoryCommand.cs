using CoexTools.Dxl.Editing;
using CoexTools.Model;

namespace CoexTools.Commands;

/// <summary>Reads a DXL file into a directory in memory. What is changed there does not touch the file.</summary>
[Cmdlet(VerbsData.Import, "DominoDirectory", DefaultParameterSetName = PathSet)]
[OutputType(typeof(DominoDirectory))]
public sealed class ImportDominoDirectoryCommand : DxlPathCommand
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => ReadFiles(content => WriteObject(new DominoDirectory(DirectoryImport.WithFrame(content, CancelToken))));
}
