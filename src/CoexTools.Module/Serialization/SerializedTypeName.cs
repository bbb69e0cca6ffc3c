namespace CoexTools.Serialization;

/// <summary>
/// Maps types to the names that serialized objects carry. Versions 0.1.0 and 0.2.0 had other namespaces; checksums keep
/// the names of version 0.1.0, so that its files stay readable.
/// </summary>
internal static class SerializedTypeName
{
    private static readonly (string Former, string Current)[] Renamed =
    [
        ("CoexTools.Directory.", "CoexTools.Model."), ("CoexTools.Routing.", "CoexTools.Simulation."),
        ("CoexTools.Availability.", "CoexTools.Analysis."), ("CoexTools.Travel.", "CoexTools.State."),
        ("CoexTools.Serialization.", "CoexTools.State."),
    ];

    /// <summary>Returns the name of a type in checksums.</summary>
    public static string Of(Type type) => Replace(type.FullName!, one => one.Current, one => one.Former);

    /// <summary>
    /// Finds the type that a serialized object names, by its current or its former name; null if the module has no such
    /// type.
    /// </summary>
    public static Type? Find(string name) =>
        typeof(CoexObject).Assembly.GetType(Replace(name, one => one.Former, one => one.Current));

    private static string Replace(
        string name, Func<(string Former, string Current), string> from,
        Func<(string Former, string Current), string> to)
    {
        foreach ((string Former, string Current) one in Renamed)
        {
            if (name.StartsWith(from(one), StringComparison.Ordinal))
                return to(one) + name.Substring(from(one).Length);
        }
        return name;
    }
}
