namespace CoexTools.Model;

/// <summary>
/// Recognizes documents by their form, or by their item <c>Type</c> if the form is not one of the Domino Directory.
/// </summary>
internal static class DirectoryForms
{
    /// <summary>The item that decides for documents of other forms.</summary>
    public const string TypeName = "Type";

    /// <summary>The value of the item <see cref="TypeName"/> of a Domain document.</summary>
    public const string DomainType = "Domain";

    // Their Domain documents are those of foreign domains, whatever the type says.
    private static readonly HashSet<string> ForeignForms = new(
        StringComparer.OrdinalIgnoreCase) { "Gateway Domain", "Foreign Domain" };

    // The other forms of the Domino Directory. A form that is missing here costs time only: its documents are asked for
    // their type.
    private static readonly HashSet<string> OtherForms = new(StringComparer.OrdinalIgnoreCase)
    {
        "Person", "Connection", "Certifier", "CrossCertificate", "Cross Certificate", "Program", "Database",
        "Mail-In Database", "Resource",
        "Location", "Holiday", "ServerConfig", "Account", "UserSetup", "PolicyMaster", "PolicyArchive",
        "PolicyDesktop", "PolicyMail",
        "PolicyRegistration", "PolicySecurity", "PolicySetup",
    };

    /// <summary>Gets the known forms of the Domino Directory.</summary>
    public static IEnumerable<string> All => ForeignForms.Concat(OtherForms).Concat(["Domain", "Server", "Group"]);

    /// <summary>Returns what documents of a form are.</summary>
    public static DocumentKind KindOf(string form) => form.ToUpperInvariant() switch
    {
        "DOMAIN" => DocumentKind.Domain,
        "SERVER" => DocumentKind.Server,
        "GROUP" => DocumentKind.Group,
        _ when IsForeign(form) => DocumentKind.Domain,
        _ when OtherForms.Contains(form) => DocumentKind.Other,
        _ => DocumentKind.ByType,
    };

    /// <summary>Returns what a document is: never <see cref="DocumentKind.ByType"/>.</summary>
    public static DocumentKind KindOf(DominoDocument document)
    {
        DocumentKind kind = KindOf(document.Form);
        if (kind != DocumentKind.ByType)
            return kind;
        bool isDomain = document.FirstValues(TypeName).Contains(DomainType, StringComparer.OrdinalIgnoreCase); // GR1
        return isDomain ? DocumentKind.Domain : DocumentKind.Other;
    }

    /// <summary>Returns whether all documents of a form are of foreign domains.</summary>
    public static bool IsForeign(string form) => ForeignForms.Contains(form);
}
