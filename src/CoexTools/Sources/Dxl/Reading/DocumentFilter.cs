using CoexTools.Model;

namespace CoexTools.Sources.Dxl.Reading;

/// <summary>Selects the documents of a file that matter.</summary>
internal sealed class DocumentFilter
{
    private readonly bool _takesAll;

    private DocumentFilter(bool takesAll) => _takesAll = takesAll;

    /// <summary>Gets the filter for all documents.</summary>
    public static DocumentFilter All { get; } = new(takesAll: true);

    /// <summary>Gets the filter for the documents of a directory that define foreign domains and access.</summary>
    public static DocumentFilter Directory { get; } = new(takesAll: false);

    /// <summary>
    /// Returns whether documents of a form matter; null if the item <see cref="DirectoryForms.TypeName"/> decides.
    /// </summary>
    public bool? Takes(string form) => _takesAll ? true : DirectoryForms.KindOf(form) switch
    {
        DocumentKind.ByType => null,
        DocumentKind.Other => false,
        _ => true,
    };

    /// <summary>
    /// Returns whether the state of the hash is kept for documents of a form. Other forms change too rarely to justify
    /// the memory.
    /// </summary>
    public bool Traces(string? form) => !_takesAll
        && (form is null or "" || DirectoryForms.KindOf(form) is DocumentKind.Domain or DocumentKind.ByType);
}
