using System.Management.Automation;
using System.Management.Automation.Host;

namespace CoexTools.Shell;

/// <summary>
/// What the engine shows: objects and host messages on standard output; errors, warnings, verbose and debug messages on standard error. Colours
/// reach terminals only. Questions are in the other part.
/// </summary>
internal sealed partial class ShellUserInterface : PSHostUserInterface
{
    private readonly Lock _gate = new();
    private readonly CancellationToken _stop;
    private bool _progressShown;

    /// <summary>Makes one that asks, or not, and stops waiting for an answer when told to.</summary>
    public ShellUserInterface(bool isInteractive, CancellationToken stop)
    {
        IsInteractive = isInteractive;
        _stop = stop;
        RawUI = new ShellRawUserInterface(this);
        SupportsVirtualTerminal = Environment.GetEnvironmentVariable("TERM") != "dumb" && VirtualTerminal.TryEnable();
        if (Environment.GetEnvironmentVariable("NO_COLOR") is not null)
            PSStyle.Instance.OutputRendering = OutputRendering.PlainText;
    }

    /// <summary>Whether there is somebody to answer.</summary>
    public bool IsInteractive { get; }

    /// <summary>Whether what is printed now is an error, so that even objects go to standard error.</summary>
    public bool IsReportingError { get; set; }

    /// <inheritdoc/>
    public override PSHostRawUserInterface RawUI { get; }

    /// <inheritdoc/>
    public override bool SupportsVirtualTerminal { get; }

    /// <inheritdoc/>
    public override void Write(string value) => Print(IsReportingError ? Console.Error : Console.Out, value);

    /// <inheritdoc/>
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
    {
        if (Console.IsOutputRedirected || PSStyle.Instance.OutputRendering == OutputRendering.PlainText)
        {
            Write(value);
            return;
        }

        lock (_gate)
        {
            (Console.ForegroundColor, Console.BackgroundColor) = (foregroundColor, backgroundColor);
            Print(Console.Out, value);
            Console.ResetColor();
        }
    }

    /// <inheritdoc/>
    public override void WriteLine(string value)
    {
        if (IsReportingError)
            WriteErrorLine(value);
        else
            Print(Console.Out, value + Environment.NewLine);
    }

    /// <inheritdoc/>
    public override void WriteLine(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
    {
        Write(foregroundColor, backgroundColor, value);
        WriteLine(""); // After the colours, or the background would run on.
    }

    /// <inheritdoc/>
    public override void WriteErrorLine(string value)
    {
        if (!string.IsNullOrEmpty(value))
            Print(Console.Error, value + Environment.NewLine);
    }

    /// <inheritdoc/>
    public override void WriteWarningLine(string message) => Print("WARNING: ", message, PSStyle.Instance.Formatting.Warning);

    /// <inheritdoc/>
    public override void WriteVerboseLine(string message) => Print("VERBOSE: ", message, PSStyle.Instance.Formatting.Verbose);

    /// <inheritdoc/>
    public override void WriteDebugLine(string message) => Print("DEBUG: ", message, PSStyle.Instance.Formatting.Debug);

    /// <summary>Shows one line at the bottom of the terminal, which the next output takes away.</summary>
    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        if (Console.IsOutputRedirected || Console.IsErrorRedirected || !SupportsVirtualTerminal)
            return;
        lock (_gate)
        {
            HideProgress();
            if (record.RecordType == ProgressRecordType.Completed)
                return;
            string percent = record.PercentComplete < 0 ? "" : $" ({record.PercentComplete} %)";
            string text = $"{record.Activity}: {record.StatusDescription}{percent}".ReplaceLineEndings(" ");
            Console.Error.Write(text.Length < RawUI.WindowSize.Width ? text : text[..(RawUI.WindowSize.Width - 1)]);
            _progressShown = true;
        }
    }

    private void Print(string prefix, string message, string style) =>
        Print(Console.Error, $"{style}{prefix}{message}{PSStyle.Instance.Reset}{Environment.NewLine}");

    private void Print(TextWriter writer, string value)
    {
        bool isTerminal = writer == Console.Error ? !Console.IsErrorRedirected : !Console.IsOutputRedirected;
        bool isStyled = SupportsVirtualTerminal && (isTerminal || PSStyle.Instance.OutputRendering == OutputRendering.Ansi);
        lock (_gate)
        {
            HideProgress();
            writer.Write(GetOutputString(value, isStyled));
        }
    }

    private void HideProgress()
    {
        if (_progressShown)
            Console.Error.Write("\r\e[K");
        _progressShown = false;
    }
}
