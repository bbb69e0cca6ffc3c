using CoexTools.Audit.Rules;
using CoexTools.Model;
using CoexTools.Serialization;
using CoexTools.Text;
using CoexTools.Views;

namespace CoexTools.Input;

/// <summary>One side of a comparison: a directory, or documents of one.</summary>
/// <param name="parameter">Specifies where it was given.</param>
internal sealed class ComparedInput(string parameter)
{
    private readonly List<ForeignDomainDocument> _documents = [];
    private readonly List<DirectorySnapshot> _directories = [];

    /// <summary>Specifies whether nothing was given.</summary>
    public bool IsEmpty => _documents.Count + _directories.Count == 0;

    /// <summary>Takes what a user gave.</summary>
    /// <exception cref="CoexException">It is neither a document nor a directory, or cannot be read.</exception>
    public void Add(DirectoryReader reader, IEnumerable<object> inputs)
    {
        foreach (object input in inputs)
        {
            object value = Rehydrator.Unwrap(Rehydrator.Accept(input))!;
            if (value is ForeignDomainDocument document)
                _documents.Add(document);
            else if (value is object[] several)
                Add(reader, several);
            else
                _directories.Add(reader.ReadInput(value, out _)
                    ?? throw CoexException.DirectoryInvalid(
                        value, $"-{parameter}: '{value}' is not a document, directory, or file."));
        }
    }

    /// <summary>Gets the directory.</summary>
    /// <exception cref="CoexException">The input contains no directory, or more than one.</exception>
    public DirectorySnapshot Directory
    {
        get
        {
            List<DirectorySnapshot> directories =
                [.. GivenDocuments.ByState(_documents).Select(given => given.Directory)
                    .Concat(_directories).Distinct()];
            if (directories.Count != 1)
                throw CoexException.DirectoryInvalid(
                    parameter,
                    directories.Count == 0
                        ? $"-{parameter} does not contain any documents."
                        : $"-{parameter} contains documents of {directories.Count} directories.");
            return directories[0];
        }
    }

    /// <summary>
    /// Returns whether a document was specified. If the directory does not contain it, that depends on its counterpart
    /// on the other side: whether a document of the same domain was specified.
    /// </summary>
    public bool Contains(ForeignDomainDocument? document, ForeignDomainDocument? counterpart) =>
        _directories.Count > 0
        || _documents.Exists(given => document is not null
            ? given.IsSameNote(document)
            : DomainName.Same(given.Domain, counterpart!.Domain));

    /// <summary>Returns the directory, ready for requests.</summary>
    /// <exception cref="CoexException">The input contains no directory, or more than one.</exception>
    public DirectoryScenario Scenario(
        CoexCommand command, ServerNames names, string[]? domains, IEnumerable<ForeignDomainDocument> edits,
        ReplicaExports replicas, OrderBy orderBy)
    {
        DirectorySnapshot directory = Directory;
        IReadOnlyList<ForeignDomainDocument> documents = _directories.Count > 0
            ? directory.Unordered
            : GivenDocuments.ByState(_documents)[0].Documents;
        if (domains is not null)
            documents = DomainSelection.Of(documents, domains, directory.DisplayName, command.WriteError);
        return new DirectoryScenario(command, directory, names, documents, edits, replicas, orderBy);
    }

    /// <summary>
    /// Returns whether there is a document to compare, and reports each side without documents and each pattern that
    /// matches no domain on either side (VD1): a comparison of nothing finds no difference.
    /// </summary>
    public static bool HasDocuments(
        CoexCommand command, ComparedInput reference, ComparedInput difference, string[]? domains)
    {
        DirectorySnapshot before = reference.Directory, after = difference.Directory;
        if (before.Unordered.Count + after.Unordered.Count == 0)
        {
            string names = ReferenceEquals(before, after) || before.DisplayName == after.DisplayName
                ? EmptyDirectory.In(before)
                : $"Neither {before.DisplayName} nor {after.DisplayName} contains a Foreign Domain document";
            command.WriteError(CoexException.NothingToCompare(
                after.Path ?? after.DisplayName, $"{names}, so nothing was compared.", SourceChecks.NoAccessHint));
            return false;
        }
        foreach (DirectorySnapshot side in new[] { before, after })
        {
            if (side.Unordered.Count == 0)
                command.WarnOnce($"{EmptyDirectory.In(side)}. {SourceChecks.NoAccessHint}");
        }
        foreach (string pattern in DomainSelection.PatternsWithoutMatch(
            [.. before.Unordered, .. after.Unordered], domains ?? []))
        {
            string names = before.DisplayName == after.DisplayName
                ? before.DisplayName : $"{before.DisplayName} or {after.DisplayName}";
            command.WarnOnce(
                $"The pattern '{pattern}' matches no domain in {names}, so nothing was compared for it.");
        }
        return true;
    }

    /// <summary>Writes the number of differences. Reports equality only if something was compared (VD1).</summary>
    /// <param name="command">The command.</param>
    /// <param name="isCompared">Specifies whether anything was compared.</param>
    /// <param name="differences">The differences.</param>
    /// <param name="noun">What is compared, in the singular.</param>
    /// <param name="equal">Says that there is no difference.</param>
    public static void WriteTotals(
        CoexCommand command, bool isCompared, Tally differences, string noun, string equal)
    {
        if (differences.Count > 0)
            command.WriteTotals($"{Plural.Of(differences.Count, "difference")}: {differences}");
        else if (!isCompared)
            command.WarnOnce($"No {noun} was compared.");
        else if (!command.HasFailed)
            command.WriteTotals(equal);
    }

    /// <summary>
    /// Returns the domains to compare: those of both sides; where documents were given, those of the documents, for the
    /// others were not meant.
    /// </summary>
    public static IEnumerable<string> Domains(
        ComparedInput reference, DirectoryScenario before, ComparedInput difference, DirectoryScenario after)
    {
        IEnumerable<string> domains = before.Domains.Concat(after.Domains).Distinct(DomainName.Comparer);
        foreach ((
            ComparedInput input, DirectoryScenario scenario) in new[] { (reference, before), (difference, after) })
        {
            if (input._documents.Count > 0)
                domains = domains.Where(domain => scenario.Domains.Contains(domain, DomainName.Comparer));
        }
        return [.. domains.OrderBy(domain => domain, DomainName.Comparer)];
    }
}
