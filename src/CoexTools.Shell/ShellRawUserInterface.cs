using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Internal;

namespace CoexTools.Shell;

/// <summary>Provides the size of the console and the width of text. It does not support reading or writing the screen buffer.</summary>
internal sealed class ShellRawUserInterface(ShellUserInterface parent) : PSHostRawUserInterface
{
    private const int WidthWithoutConsole = 120;
    private const int HeightWithoutConsole = 40;

    /// <summary>Gets the width of the terminal. Without a terminal, the value of COLUMNS, or a default that is wide enough for most tables.</summary>
    private static int Width
    {
        get
        {
            if (!Console.IsOutputRedirected && Console.BufferWidth > 0)
                return Console.BufferWidth;
            string? columns = Environment.GetEnvironmentVariable("COLUMNS");
            return int.TryParse(columns, NumberStyles.None, CultureInfo.InvariantCulture, out int width) && width > 0 ? width : WidthWithoutConsole;
        }
    }

    private static int Height => !Console.IsOutputRedirected && Console.WindowHeight > 0 ? Console.WindowHeight : HeightWithoutConsole;

    /// <inheritdoc/>
    public override Size BufferSize
    {
        get => new(Width, Height);
        set => throw NotSupported();
    }

    /// <inheritdoc/>
    public override Size WindowSize
    {
        get => new(Width, Height);
        set => throw NotSupported();
    }

    /// <inheritdoc/>
    public override Size MaxWindowSize => WindowSize;

    /// <inheritdoc/>
    public override Size MaxPhysicalWindowSize => WindowSize;

    /// <inheritdoc/>
    public override Coordinates WindowPosition
    {
        get => new(0, 0);
        set => throw NotSupported();
    }

    /// <inheritdoc/>
    public override Coordinates CursorPosition
    {
        get => Console.IsOutputRedirected ? new(0, 0) : new(Console.CursorLeft, Console.CursorTop);
        set => Console.SetCursorPosition(value.X, value.Y);
    }

    /// <inheritdoc/>
    public override int CursorSize
    {
        get => 25;
        set => throw NotSupported();
    }

    /// <inheritdoc/>
    public override ConsoleColor ForegroundColor
    {
        get => Console.ForegroundColor;
        set => Console.ForegroundColor = value;
    }

    /// <inheritdoc/>
    public override ConsoleColor BackgroundColor
    {
        get => Console.BackgroundColor;
        set => Console.BackgroundColor = value;
    }

    /// <inheritdoc/>
    public override string WindowTitle
    {
        get => OperatingSystem.IsWindows() ? Console.Title : "";
        set => Console.Title = value;
    }

    /// <inheritdoc/>
    public override bool KeyAvailable => parent.IsInteractive && Console.KeyAvailable;

    /// <inheritdoc/>
    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        ConsoleKeyInfo key = parent.Ask(() => Console.ReadKey(options.HasFlag(ReadKeyOptions.NoEcho)));
        ControlKeyStates states = default;
        if (key.Modifiers.HasFlag(ConsoleModifiers.Alt))
            states |= ControlKeyStates.LeftAltPressed;
        if (key.Modifiers.HasFlag(ConsoleModifiers.Control))
            states |= ControlKeyStates.LeftCtrlPressed;
        if (key.Modifiers.HasFlag(ConsoleModifiers.Shift))
            states |= ControlKeyStates.ShiftPressed;
        return new KeyInfo((int)key.Key, key.KeyChar, states, options.HasFlag(ReadKeyOptions.IncludeKeyDown));
    }

    /// <inheritdoc/>
    public override void FlushInputBuffer()
    {
        while (KeyAvailable)
            Console.ReadKey(intercept: true);
    }

    /// <inheritdoc/>
    public override int LengthInBufferCells(string source) =>
        new StringDecorated(source).ToString(OutputRendering.PlainText).Sum(LengthInBufferCells);

    /// <inheritdoc/>
    public override int LengthInBufferCells(string source, int offset) => LengthInBufferCells(source[offset..]);

    /// <summary>
    /// Returns 2 for wide East Asian characters. The ranges are those of the Unicode file EastAsianWidth.txt for the Basic Multilingual Plane.
    /// </summary>
    public override int LengthInBufferCells(char source) => source switch
    {
        < '\u1100' => 1,
        <= '\u115F' or '\u2329' or '\u232A' => 2,
        '\u303F' => 1,
        >= '\u2E80' and <= '\uA4CF' => 2,
        >= '\uAC00' and <= '\uD7A3' => 2,
        >= '\uF900' and <= '\uFAFF' => 2,
        >= '\uFE10' and <= '\uFE19' => 2,
        >= '\uFE30' and <= '\uFE6F' => 2,
        >= '\uFF00' and <= '\uFF60' => 2,
        >= '\uFFE0' and <= '\uFFE6' => 2,
        _ => 1,
    };

    /// <inheritdoc/>
    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw NotSupported();

    /// <inheritdoc/>
    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw NotSupported();

    /// <summary>Clears the whole screen, which is the only change that Clear-Host requires.</summary>
    public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
    {
        if (!Console.IsOutputRedirected)
            Console.Clear();
    }

    /// <inheritdoc/>
    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) => throw NotSupported();

    private static NotSupportedException NotSupported() => new("This console does not support access to the screen buffer.");
}
