namespace CoexTools.Audit.Exchange;

/// <summary>An audit of the objects that the commands of Exchange returned.</summary>
internal sealed class ExchangeAudit(IReadOnlyList<ExchangeObject> objects, ExchangeAuditInput input)
{
    private readonly ILookup<ExchangeObjectKind, ExchangeObject> _objects = objects.ToLookup(one => one.Kind);

    public ExchangeAuditInput Input => input;

    /// <summary>Returns the objects of a kind.</summary>
    public IEnumerable<ExchangeObject> Objects(ExchangeObjectKind kind) => _objects[kind];

    /// <summary>Determines whether the input shows what Exchange has of a kind, if only that it has nothing.</summary>
    public bool Knows(ExchangeObjectKind kind) => _objects[kind].Any() || input.QueriedKinds.Contains(kind);

    /// <summary>
    /// Returns the objects of kinds, by environment. Without an object, there is one side without objects.
    /// </summary>
    public IReadOnlyList<ExchangeSide> Sides(params ExchangeObjectKind[] kinds)
    {
        List<ExchangeSide> sides =
        [
            .. kinds.SelectMany(kind => _objects[kind]).GroupBy(one => one.Environment ?? input.Environment)
                .OrderBy(side => side.Key)
                .Select(side => new ExchangeSide(side.Key, [.. side])),
        ];
        return sides.Count > 0 ? sides : [new ExchangeSide(input.Environment, [])];
    }

    /// <summary>Specifies whether all objects come from the on-premises organization.</summary>
    public bool IsOnPremises =>
        objects.Count > 0
        && objects.All(one => (one.Environment ?? input.Environment) == ExchangeEnvironment.OnPremises);
}
