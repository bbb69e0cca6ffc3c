namespace CoexTools.Completion;

/// <summary>
/// Completes paths as PowerShell does. If there are DXL or NSF files, only these and folders are offered.
/// </summary>
public sealed class DxlPathCompleter : LineCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(LineWord word)
    {
        List<CompletionResult> all = [.. CompletionCompleters.CompleteFilename(word.Text)];
        List<CompletionResult> wanted =
            [.. all.Where(IsDxl), .. all.Where(path => path.ResultType == CompletionResultType.ProviderContainer)];
        return (wanted.Exists(IsDxl) ? wanted : all).Select(
            path => word.Parameter == "LiteralPath" ? Literal(path) : path);
    }

    private static bool IsDxl(CompletionResult path) =>
        path.ResultType == CompletionResultType.ProviderItem
            && Path.GetExtension(path.ListItemText).ToUpperInvariant() is ".DXL" or ".NSF";

    // -LiteralPath does not interpret wildcard characters.
    private static CompletionResult Literal(CompletionResult path) => path.CompletionText.IndexOf('`') < 0
        ? path
        : new CompletionResult(
            path.CompletionText.Replace("`[", "[")
                .Replace("`]", "]"), path.ListItemText, path.ResultType, path.ToolTip);
}
