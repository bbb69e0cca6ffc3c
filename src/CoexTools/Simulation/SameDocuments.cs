using System.Runtime.CompilerServices;
using CoexTools.Model;

namespace CoexTools.Simulation;

/// <summary>Tables of the same documents in the same order are equal.</summary>
internal sealed class SameDocuments : IEqualityComparer<ServerTable>
{
    public static SameDocuments Comparer { get; } = new();

    public bool Equals(ServerTable? x, ServerTable? y) =>
        ReferenceEquals(x, y) || (x is not null && y is not null && x.Seen.SequenceEqual(y.Seen));

    public int GetHashCode(ServerTable obj)
    {
        int hash = obj.Seen.Count;
        foreach (ForeignDomainDocument document in obj.Seen)
            hash = (hash * 31) + RuntimeHelpers.GetHashCode(document);
        return hash;
    }
}
