namespace CoexTools;

/// <summary>Represents a rule that Domino applies. <c>about_CoexTools_Rules</c> lists all rules.</summary>
/// <param name="Id">The identifier of the rule.</param>
/// <param name="Basis">The evidence for the rule.</param>
internal sealed record Rule(string Id, Basis Basis)
{
    public static readonly Rule AC1 = new(nameof(AC1), Basis.Documented);
    public static readonly Rule AC2 = new(nameof(AC2), Basis.Documented);
    public static readonly Rule AC5 = new(nameof(AC5), Basis.Documented);
    public static readonly Rule AC7 = new(nameof(AC7), Basis.Inferred);

    public static readonly Rule CC1 = new(nameof(CC1), Basis.Documented);
    public static readonly Rule CC3 = new(nameof(CC3), Basis.Documented);
    public static readonly Rule CC4 = new(nameof(CC4), Basis.Documented);
    public static readonly Rule CC5 = new(nameof(CC5), Basis.Documented);
    public static readonly Rule CC6 = new(nameof(CC6), Basis.Documented);
    public static readonly Rule CC7 = new(nameof(CC7), Basis.Documented);
    public static readonly Rule CC8 = new(nameof(CC8), Basis.Chosen);

    public static readonly Rule RT1 = new(nameof(RT1), Basis.Documented);
    public static readonly Rule RT2 = new(nameof(RT2), Basis.Documented);
    public static readonly Rule RT3 = new(nameof(RT3), Basis.Documented);
    public static readonly Rule RT4 = new(nameof(RT4), Basis.Documented);
    public static readonly Rule RT5 = new(nameof(RT5), Basis.Documented);
    public static readonly Rule RT6 = new(nameof(RT6), Basis.Documented);
    public static readonly Rule RT7 = new(nameof(RT7), Basis.Chosen);

    /// <summary>Returns the same rule with a different basis, for a case with weaker evidence.</summary>
    public Rule As(Basis basis) => this with { Basis = basis };
}
