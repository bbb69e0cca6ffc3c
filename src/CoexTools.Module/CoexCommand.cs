namespace CoexTools.Commands;

/// <summary>What all commands have in common: a cancellation that Ctrl+C triggers, and errors that spoil one file or document only.</summary>
public abstract class CoexCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly HashSet<string> _warned = [];

    /// <summary>Is cancelled when the pipeline is stopped.</summary>
    protected CancellationToken CancelToken => _cancel.Token;

    /// <summary>Whether an error was written.</summary>
    protected bool HasFailed { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cancel.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _cancel.Cancel();

    /// <summary>Does a piece of work; what goes wrong with it is written as an error, and the command goes on.</summary>
    private protected void Attempt(Action work)
    {
        try
        {
            work();
        }
        catch (PipelineStoppedException)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
        catch (CoexException e)
        {
            WriteError(e);
        }
    }

    /// <summary>Writes an error that spoils only what it names.</summary>
    private protected void WriteError(CoexException failure)
    {
        HasFailed = true;
        WriteError(ErrorRecords.Of(failure));
    }

    /// <summary>Writes a warning once, however often the command comes upon it.</summary>
    private protected void WarnOnce(string text)
    {
        if (_warned.Add(text))
            WriteWarning(text);
    }
}
