using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation.Language;
using CoexTools.Names;
using CoexTools.Text;

namespace CoexTools.Completion;

/// <summary>The base class of the completers. A completer never throws an exception.</summary>
public abstract class LineCompleter : IArgumentCompleter
{
    private static readonly char[] Quotes = ['\'', '"', '‘', '’', '‚', '‛', '“', '”', '„'];

    /// <summary>Returns the choices that start with the typed text.</summary>
    /// <param name="commandName">The command.</param>
    /// <param name="parameterName">The parameter.</param>
    /// <param name="wordToComplete">The typed text.</param>
    /// <param name="commandAst">The command on the command line.</param>
    /// <param name="fakeBoundParameters">The values of the other parameters, as far as they are known without running
    /// the command line.</param>
    [SuppressMessage(
        "Design", "CA1031:Do not catch general exception types", Justification = "Completion never throws.")]
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        try
        {
            return [
                .. Complete(
                    new LineWord(
                        commandName ?? "", parameterName ?? "", wordToComplete
                            ?? "", commandAst, fakeBoundParameters))];
        }
        catch (Exception)
        {
            return [];
        }
    }

    /// <summary>Returns the results for a word.</summary>
    private protected abstract IEnumerable<CompletionResult> Complete(LineWord word);

    /// <summary>Returns the choices that match a word, each once and sorted, quoted for the command line.</summary>
    private protected static IEnumerable<CompletionResult> Fitting(LineWord word, IEnumerable<NameChoice> choices)
    {
        string begin = word.Text.Trim(Quotes);
        return choices.GroupBy(choice => choice.Name, StringComparer.OrdinalIgnoreCase).Select(same => same.First())
            .Where(choice => Matches(choice.Name, begin))
            .OrderBy(choice => choice.Name, StringComparer.OrdinalIgnoreCase).Select(ResultOf);
    }

    /// <summary>Quotes a text for the command line if necessary.</summary>
    private protected static string Quote(string text) =>
        text.All(c => char.IsLetterOrDigit(c) || c is '/' or '.' or '_' or '-') && text.Length > 0 && text[0] is not '-'
            ? text
            : Quoted(text);

    /// <summary>Returns a text in single quotation marks.</summary>
    private protected static string Quoted(string text) =>
        $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    // Names also match by their canonical form, and roles without their bracket.
    private static bool Matches(string name, string word)
    {
        if (name.StartsWith(word, StringComparison.OrdinalIgnoreCase)
            || name.TrimStart('[').StartsWith(word, StringComparison.OrdinalIgnoreCase))
            return true;
        // NM1
        if (word.IndexOf('=') > 0 && new NotesName(name).Canonical.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            return true;
        return WildcardPattern.ContainsWildcardCharacters(word)
            && WildcardPattern.Get(word + "*", WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant)
                .IsMatch(name);
    }

    private static CompletionResult ResultOf(NameChoice choice) =>
        ResultOf(Quote(choice.Name), choice.Name, choice.About.Length > 0 ? choice.About : choice.Name);

    /// <summary>
    /// Returns a result. The completion menu displays its texts, so control characters in them appear as code points.
    /// </summary>
    private protected static CompletionResult ResultOf(string text, string shown, string about) =>
        new(text, VisibleText.Of(shown), CompletionResultType.ParameterValue, VisibleText.Of(about));
}
