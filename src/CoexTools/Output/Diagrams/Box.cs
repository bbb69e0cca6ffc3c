namespace CoexTools.Output.Diagrams;

/// <summary>A rectangle.</summary>
internal readonly record struct Box(int X, int Y, int Width, int Height)
{
    public int Right => X + Width;

    public int Bottom => Y + Height;

    /// <summary>Determines whether two rectangles have a point in common.</summary>
    public bool Overlaps(Box other) => X <= other.Right && other.X <= Right && Y <= other.Bottom && other.Y <= Bottom;
}
