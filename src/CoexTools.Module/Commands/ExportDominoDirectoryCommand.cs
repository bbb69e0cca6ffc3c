using CoexTools.Completion;
using CoexTools.Dxl.Editing;
using CoexTools.Dxl.Storage;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Serialization;

namespace CoexTools.Commands;

/// <summary>Writes a directory in memory as DXL that Domino imports: documents of a domain oldest first, which keeps their priority.</summary>
[Cmdlet(VerbsData.Export, "DominoDirectory", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportDominoDirectoryCommand : CoexCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string DirectoryFirstSet = "DirectoryPath";

    /// <summary>Specifies the in-memory directory.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = DirectoryFirstSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = LiteralPathSet)]
    [ValidateNotNull]
    [Rehydrated]
    public DominoDirectory Directory { get; set; } = null!;

    /// <summary>Specifies the file to write.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = DirectoryFirstSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DxlPathCompleter))]
    public string Path { get; set; } = "";

    /// <summary>The file to write, by its exact name.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DxlPathCompleter))]
    public string LiteralPath { get; set; } = "";

    /// <summary>
    /// Writes Foreign Domain documents only: those that have changed since the import, with those that precede them in priority; all of them
    /// where none has changed.
    /// </summary>
    [Parameter]
    public SwitchParameter ForeignDomainOnly { get; set; }

    /// <summary>Replaces a file that is there, a read-only one too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Gives the file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Attempt(() =>
    {
        if (FilePaths.ResolveNew(this, ParameterSetName == LiteralPathSet ? LiteralPath : Path, WriteError) is not { } path)
            return;
        string what = ForeignDomainOnly ? "the Foreign Domain documents" : "all";
        if (!ShouldProcess(path, $"Write {what} of '{Directory.Name}'"))
            return;
        DirectorySnapshot state = Directory.State;
        if (!Force && File.Exists(path))
            throw CoexException.FileExists(path);
        DxlFile.Create(path, stream =>
        {
            if (ForeignDomainOnly)
                WriteVerbose($"{DirectoryExport.WriteForeignDomains(state, stream)} documents were written.");
            else
                DirectoryExport.Write(state, stream);
        }, new ReplaceOptions { OverwriteReadOnly = Force }, CancelToken);
        if (PassThru)
            WriteObject(new FileInfo(path));
    });
}
