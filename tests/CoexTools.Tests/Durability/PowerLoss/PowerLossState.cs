namespace CoexTools.Tests.Durability.PowerLoss;

/// <summary>A state in which the loss of power leaves a disk.</summary>
/// <param name="Disk">The disk.</param>
/// <param name="Cut">The number of operations that were started before.</param>
/// <param name="LostAttributes">The files that lost an attribute.</param>
/// <param name="Lost">What was lost, for people.</param>
internal sealed record PowerLossState(Disk Disk, int Cut, IReadOnlySet<int> LostAttributes, string Lost)
{
    /// <inheritdoc/>
    public override string ToString() => $"after {Cut} operations without {(Lost.Length > 0 ? Lost : "a loss")}";
}
