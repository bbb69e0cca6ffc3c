using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation.Language;
using CoexTools.Names;

namespace CoexTools.Commands.Completion;

/// <summary>Completes names from the directory that the command line is about. Never throws: at the prompt an error helps nobody.</summary>
public abstract class NameCompleter : IArgumentCompleter
{
    private static readonly char[] Quotes = ['\'', '"', '‘', '’', '‚', '‛', '“', '”', '„'];

    /// <summary>The names that begin with what the user has typed, each with what it is.</summary>
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
            string word = (wordToComplete ?? "").Trim(Quotes);
            return
            [
                .. DirectoryAtHand.Find(commandAst, fakeBoundParameters ?? new Hashtable()).SelectMany(Choices)
                    .GroupBy(choice => choice.Name, StringComparer.OrdinalIgnoreCase).Select(same => same.First())
                    .Where(choice => Matches(choice.Name, word)).OrderBy(choice => choice.Name, StringComparer.OrdinalIgnoreCase).Select(ResultOf),
            ];
        }
        catch (Exception)
        {
            return [];
        }
    }

    /// <summary>The names that are to be chosen from.</summary>
    private protected abstract IEnumerable<NameChoice> Choices(DirectoryNames names);

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

    private static CompletionResult ResultOf(NameChoice choice) => new(Quote(choice.Name), choice.Name, CompletionResultType.ParameterValue, choice.About);

    private static string Quote(string name) =>
        name.All(c => char.IsLetterOrDigit(c) || c is '/' or '.' or '_' or '-') && name.Length > 0 && name[0] is not '-'
            ? name
            : $"'{CodeGeneration.EscapeSingleQuotedStringContent(name)}'";
}

/// <summary>Completes foreign domains.</summary>
public sealed class DomainCompleter : NameCompleter
{
    private protected override IEnumerable<NameChoice> Choices(DirectoryNames names) => names.Domains;
}

/// <summary>Completes the Domino domains of servers.</summary>
public sealed class DominoDomainCompleter : NameCompleter
{
    private protected override IEnumerable<NameChoice> Choices(DirectoryNames names) => names.DominoDomains;
}

/// <summary>Completes servers.</summary>
public sealed class ServerCompleter : NameCompleter
{
    private protected override IEnumerable<NameChoice> Choices(DirectoryNames names) => names.Servers;
}

/// <summary>Completes links between servers: <c>'DominoA/Acme|DominoB/Acme'</c>.</summary>
public sealed class LinkCompleter : NameCompleter
{
    private protected override IEnumerable<NameChoice> Choices(DirectoryNames names) => names.Links;
}

/// <summary>Completes groups.</summary>
public sealed class GroupCompleter : NameCompleter
{
    private protected override IEnumerable<NameChoice> Choices(DirectoryNames names) => names.Groups;
}

/// <summary>Completes members of groups: servers and groups.</summary>
public sealed class MemberCompleter : NameCompleter
{
    private protected override IEnumerable<NameChoice> Choices(DirectoryNames names) => names.Servers.Concat(names.Groups);
}

/// <summary>Completes those whom an access control list may name: its entries, groups and servers.</summary>
public sealed class AclNameCompleter : NameCompleter
{
    private protected override IEnumerable<NameChoice> Choices(DirectoryNames names) => names.Entries.Concat(names.Groups).Concat(names.Servers);
}

/// <summary>Completes roles.</summary>
public sealed class RoleCompleter : NameCompleter
{
    private protected override IEnumerable<NameChoice> Choices(DirectoryNames names) => names.Roles;
}

/// <summary>Completes readers of documents: groups, servers and roles.</summary>
public sealed class ReaderCompleter : NameCompleter
{
    private protected override IEnumerable<NameChoice> Choices(DirectoryNames names) => names.Groups.Concat(names.Servers).Concat(names.Roles);
}

/// <summary>Completes the fields of Foreign Domain documents.</summary>
public sealed class FieldNameCompleter : NameCompleter
{
    private protected override IEnumerable<NameChoice> Choices(DirectoryNames names) => names.Fields;
}
