namespace CoexTools.Sources.Nsf;

/// <summary>The name and the default type of items.</summary>
internal readonly struct NsfKey(string name, int type)
{
    public string Name { get; } = name;

    public int Type { get; } = type;
}
