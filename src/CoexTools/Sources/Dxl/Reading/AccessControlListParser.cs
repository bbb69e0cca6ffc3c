using System.Xml;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Storage;

namespace CoexTools.Sources.Dxl.Reading;

/// <summary>Reads the element <c>acl</c>.</summary>
internal static class AccessControlListParser
{
    /// <exception cref="XmlException">The text is not well-formed.</exception>
    public static AccessControlList Parse(DxlElement element)
    {
        using XmlReader reader = DocumentParser.OpenFragment(element.Text, element.Namespaces);
        var entries = new List<AccessControlEntry>();
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "aclentry"
                && DocumentParser.IsDxl(reader))
                entries.Add(ReadEntry(reader));
        }
        return new AccessControlList(entries, isAssumed: false);
    }

    private static AccessControlEntry ReadEntry(XmlReader reader)
    {
        string name = reader.GetAttribute("name") ?? "";
        bool isDefault = reader.GetAttribute("default") == "true";
        // A missing or unknown level means no access: any other assumption could grant too much.
        AccessLevel level = Word(reader.GetAttribute("level"), AccessLevel.NoAccess);
        AclEntryType type = Word(reader.GetAttribute("type"), AclEntryType.Unspecified); // AC8
        var roles = new List<string>();
        if (!reader.IsEmptyElement)
        {
            int depth = reader.Depth;
            while (reader.Read() && reader.Depth > depth)
            {
                if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA
                    && reader.Value.Trim() is { Length: > 0 } role)
                    roles.Add(role);
            }
        }
        return new AccessControlEntry(name, level, roles, isDefault, type);
    }

    // Not Enum.TryParse, which takes numbers too.
    private static T Word<T>(string? text, T other)
        where T : struct, Enum =>
        Enum.GetNames(typeof(T))
            .FirstOrDefault(name => string.Equals(name, text, StringComparison.OrdinalIgnoreCase)) is { } word
            ? (T)Enum.Parse(typeof(T), word)
            : other;
}
