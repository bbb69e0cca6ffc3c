namespace CoexTools.Output.Diagrams;

/// <summary>A rectangle.</summary>
internal readonly record struct Box(int X, int Y, int Width, int Height)
{
    public int Right => X + Width;

    public int Bottom => Y + Height;
}
