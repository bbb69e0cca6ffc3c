using CoexTools.Completion;
using CoexTools.Input;

namespace CoexTools.Commands;

/// <summary>The base class of commands whose source is specified with -Path or -LiteralPath.</summary>
public abstract class FileCommand : CoexCommand
{
    /// <summary>Specifies the paths of DXL or NSF files of a Domino Directory. Wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [PathText, ValidateNotNullOrEmpty, SupportsWildcards, ArgumentCompleter(typeof(DxlPathCompleter))]
    public string[] Path { get; set; } = [];

    /// <summary>Specifies the exact paths of DXL or NSF files of a Domino Directory.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP", "FullName"), PathText, ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DxlPathCompleter))]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Processes each specified file. After an error, it continues with the next file.</summary>
    private protected void ForEachFile(Action<string> work)
    {
        bool isLiteral = ParameterSetName == LiteralPathSet;
        FilePaths.ForEach(this, isLiteral ? LiteralPath : Path, isLiteral, work);
    }
}
