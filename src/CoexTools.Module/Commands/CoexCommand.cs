using System.Collections;
using CoexTools.Input;
using CoexTools.Output;

namespace CoexTools.Commands;

/// <summary>The base class of all commands. It handles cancellation, and errors that affect only one file or document.</summary>
public abstract class CoexCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly HashSet<string> _warned = [];

    /// <summary>A token that is canceled when the pipeline is stopped.</summary>
    protected CancellationToken CancelToken => _cancel.Token;

    /// <summary>Whether the command has written an error.</summary>
    protected bool HasFailed { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cancel.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _cancel.Cancel();

    /// <summary>Performs a part of the work. If it fails, an error is written and the command continues.</summary>
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

    /// <summary>Performs work that the command cannot continue without. If it fails, the error is terminating.</summary>
    private protected T Require<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
        catch (CoexException e)
        {
            ThrowTerminatingError(ErrorRecords.Of(e));
            throw;
        }
    }

    /// <summary>Creates a reader for the files of the command.</summary>
    private protected DirectoryReader CreateReader(Hashtable? fieldMap, bool isStrict) =>
        Require(() => new DirectoryReader(this, DirectoryReader.MapOf(fieldMap), isStrict, WriteError, CancelToken));

    /// <summary>Writes a non-terminating error.</summary>
    private protected void WriteError(CoexException failure)
    {
        HasFailed = true;
        WriteError(ErrorRecords.Of(failure));
    }

    /// <summary>Writes a warning, but only the first time.</summary>
    private protected void WarnOnce(string text)
    {
        if (_warned.Add(text))
            WriteWarning(text);
    }
}
