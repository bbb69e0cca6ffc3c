using System.Collections;
using CoexTools.Audit;
using CoexTools.Audit.Watch;
using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Views;

namespace CoexTools.Commands;

/// <summary>
/// Compares Foreign Domain documents in two directories, or in two states of one: their items, who can read them, and
/// who saved them.
/// </summary>
[Cmdlet(VerbsData.Compare, "ForeignDomainDocument")]
[OutputType(typeof(DocumentDifference))]
public sealed class CompareForeignDomainDocumentCommand : CoexCommand
{
    private readonly ComparedInput _reference = new("ReferenceObject");
    private readonly ComparedInput _difference = new("DifferenceObject");
    private DirectoryReader _reader = null!;

    /// <summary>
    /// Specifies the reference: Foreign Domain documents of one directory, a directory, or the path of a file.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0), ValidateNotNullOrEmpty, ArgumentCompleter(typeof(DxlPathCompleter))]
    public object[] ReferenceObject { get; set; } = [];

    /// <summary>Specifies what to compare with the reference, in the same forms.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true), ValidateNotNullOrEmpty,
        ArgumentCompleter(typeof(DxlPathCompleter))]
    public object[] DifferenceObject { get; set; } = [];

    /// <summary>Specifies the domains. Wildcards are allowed. By default, all domains are compared.</summary>
    [Parameter, ValidateNotNullOrEmpty, SupportsWildcards, ArgumentCompleter(typeof(DomainCompleter))]
    public string[]? Domain { get; set; }

    /// <summary>Specifies the item names for files, in place of the default ones.</summary>
    [Parameter, ValidateNotNull, ArgumentCompleter(typeof(FieldMapCompleter))]
    public Hashtable? FieldMap { get; set; }

    /// <summary>Parses every byte of files as XML.</summary>
    [Parameter]
    public SwitchParameter Strict { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _reader = new DirectoryReader(this, FieldMap, Strict);

    /// <inheritdoc/>
    protected override void ProcessRecord() => Attempt(() => _difference.Add(_reader, DifferenceObject));

    /// <inheritdoc/>
    protected override void EndProcessing() => Attempt(() =>
    {
        if (HasFailed)
            return; // A part of a directory would differ from all of it.
        _reference.Add(_reader, ReferenceObject);
        DirectorySnapshot before = _reference.Directory;
        DirectorySnapshot after = _difference.Directory;
        HashSet<string>? domains = Domain is null ? null : new HashSet<string>(
            DomainSelection.Of(
                [.. before.Unordered, .. after.Unordered], Domain, after.DisplayName, WriteError)
                .Select(document => document.Domain),
            DomainName.Comparer);
        if (!ComparedInput.HasDocuments(this, _reference, _difference, Domain))
            return;
        bool isCompared = false;
        var tally = new Tally();
        foreach (DocumentDifference found in DocumentComparison.Compare(before, after, IsWanted, CancelToken))
        {
            tally.Add(found.Kind);
            WriteObject(found);
        }
        ComparedInput.WriteTotals(this, isCompared, tally, "document", "There are no differences.");

        bool IsWanted(ForeignDomainDocument? was, ForeignDomainDocument? document)
        {
            bool isWanted =
                (domains is null || new[] { was, document }.Any(one => one is not null && domains.Contains(one.Domain)))
                && _reference.Contains(was, document) && _difference.Contains(document, was);
            isCompared |= isWanted;
            return isWanted;
        }
    });
}
