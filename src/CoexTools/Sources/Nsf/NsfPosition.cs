namespace CoexTools.Sources.Nsf;

/// <summary>A position in the file, in units of 256 bytes.</summary>
internal readonly struct NsfPosition(uint units) : IEquatable<NsfPosition>
{
    public uint Units { get; } = units;

    public long Offset => (long)Units << 8;

    public bool IsEmpty => Units == 0;

    public bool Equals(NsfPosition other) => Units == other.Units;

    public override bool Equals(object? obj) => obj is NsfPosition other && Equals(other);

    public override int GetHashCode() => (int)Units;
}
