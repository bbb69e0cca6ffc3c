using CoexTools.Model;
using CoexTools.Serialization;

namespace CoexTools.Input;

/// <summary>
/// Represents an object in the place of a path. PowerShell converts it to a text that no path can have, from which the
/// error is made.
/// </summary>
/// <param name="value">The object.</param>
internal sealed class NotPath(object value)
{
    // No path contains this character.
    private const char Mark = '\0';

    /// <summary>Returns the error of an object in the place of a path; null for a path.</summary>
    public static CoexException? Error(string path) => path.Length > 0 && path[0] == Mark
        ? CoexException.PathInvalid(
            path.Substring(1, path.IndexOf(Mark, 1) - 1), path.Substring(path.IndexOf(Mark, 1) + 1))
        : null;

    /// <inheritdoc/>
    public override string ToString()
    {
        object plain = Rehydrator.Unwrap(value)!;
        string type = plain is PSCustomObject ? ((PSObject)value).TypeNames[0] : plain.GetType().FullName!;
        return $"{Mark}{type}{Mark}{Reason(plain)}";
    }

    private string Reason(object plain)
    {
        if (plain is CoexObject)
            return "The command does not accept it as input, or another parameter applies only to files.";
        string? kind = plain is PSCustomObject ? KindOf((PSObject)value) : null;
        return kind is null ? ""
            : $"It contains properties of {kind}, which Select-Object and ConvertTo-Json omit. "
                + "Use the original object, or save it with Export-Clixml.";
    }

    private static string? KindOf(PSObject bag)
    {
        bool Has(string property) => bag.Properties[property] is not null;
        bool Is(Type type) => bag.TypeNames.Any(name => name.EndsWith("." + type.FullName, StringComparison.Ordinal));
        return Is(typeof(ForeignDomainDocument)) || (Has(nameof(ForeignDomainDocument.Domain))
            && (Has(nameof(ForeignDomainDocument.MailServer)) || Has(nameof(ForeignDomainDocument.UniversalId))))
                ? "a Foreign Domain document, but not its directory"
            : Is(typeof(DominoDirectory))
                || (Has(nameof(DominoDirectory.ReplicaId)) && Has(nameof(DominoDirectory.Name)))
                ? "a Domino Directory, but not its documents"
            : null;
    }
}
