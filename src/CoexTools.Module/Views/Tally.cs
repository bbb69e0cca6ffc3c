namespace CoexTools.Views;

/// <summary>Counts what a command returns, by kind, for the totals at its end.</summary>
internal sealed class Tally
{
    private readonly List<string> _kinds = [];
    private readonly Dictionary<string, int> _counts = [];

    /// <summary>The number of all objects.</summary>
    public int Count { get; private set; }

    /// <summary>Counts an object.</summary>
    public void Add(object kind)
    {
        string name = kind.ToString()!;
        Count++;
        if (_counts.TryGetValue(name, out int count))
        {
            _counts[name] = count + 1;
            return;
        }
        _kinds.Add(name);
        _counts.Add(name, 1);
    }

    /// <summary>Returns the numbers: <c>2 FieldBack, 1 OrderTurned</c>.</summary>
    public override string ToString() => string.Join(", ", _kinds.Select(kind => $"{_counts[kind]} {kind}"));
}
