using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation.Language;
using CoexTools.Names;

namespace CoexTools.Completion;

/// <summary>Completes words of a command line. Never throws: at the prompt an error helps nobody.</summary>
public abstract class LineCompleter : IArgumentCompleter
{
    private static readonly char[] Quotes = ['\'', '"', '‘', '’', '‚', '‛', '“', '”', '„'];

    /// <summary>The choices that begin with what the user has typed, each with what it is.</summary>
    /// <param name="commandName">The command.</param>
    /// <param name="parameterName">Its parameter.</param>
    /// <param name="wordToComplete">What the user has typed.</param>
    /// <param name="commandAst">The command as it stands on the line.</param>
    /// <param name="fakeBoundParameters">The values of its other parameters, as far as they are known without running anything.</param>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Completion never throws.")]
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            return [.. Complete(new LineWord(commandName ?? "", parameterName ?? "", wordToComplete ?? "", commandAst, fakeBoundParameters))];
        }
        catch (Exception)
        {
            return [];
        }
    }

    /// <summary>What fits the word.</summary>
    private protected abstract IEnumerable<CompletionResult> Complete(LineWord word);

    /// <summary>Of some choices those that fit the word, each once and in order, ready to be put on the line.</summary>
    private protected static IEnumerable<CompletionResult> Fitting(LineWord word, IEnumerable<NameChoice> choices)
    {
        string begin = word.Text.Trim(Quotes);
        return choices.GroupBy(choice => choice.Name, StringComparer.OrdinalIgnoreCase).Select(same => same.First())
            .Where(choice => Matches(choice.Name, begin)).OrderBy(choice => choice.Name, StringComparer.OrdinalIgnoreCase).Select(ResultOf);
    }

    /// <summary>A text as it must stand on the line.</summary>
    private protected static string Quote(string text) =>
        text.All(c => char.IsLetterOrDigit(c) || c is '/' or '.' or '_' or '-') && text.Length > 0 && text[0] is not '-'
            ? text
            : $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    // Also by the canonical form, and roles without their bracket: people know names in either way.
    private static bool Matches(string name, string word)
    {
        if (name.StartsWith(word, StringComparison.OrdinalIgnoreCase) || name.TrimStart('[').StartsWith(word, StringComparison.OrdinalIgnoreCase))
            return true;
        if (word.IndexOf('=') > 0 && new NotesName(name).Canonical.StartsWith(word, StringComparison.OrdinalIgnoreCase)) // NM1
            return true;
        return WildcardPattern.ContainsWildcardCharacters(word)
            && WildcardPattern.Get(word + "*", WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant).IsMatch(name);
    }

    private static CompletionResult ResultOf(NameChoice choice) =>
        new(Quote(choice.Name), choice.Name, CompletionResultType.ParameterValue, choice.About.Length > 0 ? choice.About : choice.Name);
}

/// <summary>The word of a command line that is to be completed.</summary>
/// <param name="Command">The command.</param>
/// <param name="Parameter">Its parameter.</param>
/// <param name="Text">What the user has typed, with its quotes.</param>
/// <param name="Ast">The command as it stands on the line; null where there is no line.</param>
/// <param name="Bound">The values of its other parameters, as far as they are known.</param>
internal sealed record LineWord(string Command, string Parameter, string Text, CommandAst? Ast, IDictionary? Bound)
{
    /// <summary>The directory that the line is about; null without a session.</summary>
    public CommandLineDirectory? Directory => CommandLineDirectory.Find(Ast, Bound);
}

/// <summary>Completes names from the directory that the command line is about.</summary>
public abstract class NameCompleter : LineCompleter
{
    /// <summary>The names that are to be chosen from.</summary>
    private protected abstract IEnumerable<NameChoice> Choices(DirectoryNames names);

    /// <inheritdoc/>
    private protected sealed override IEnumerable<CompletionResult> Complete(LineWord word) => Fitting(word, word.Directory?.Names.SelectMany(Choices) ?? []);
}
