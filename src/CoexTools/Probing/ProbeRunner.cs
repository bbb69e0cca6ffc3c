using System.Net;
using System.Threading.Tasks;

namespace CoexTools.Probing;

/// <summary>Probes servers in parallel.</summary>
internal static class ProbeRunner
{
    /// <summary>The most probes at a time.</summary>
    public const int MostAtOnce = 64;

    private const int IntervalMilliseconds = 250;

    /// <summary>Probes targets, and returns the results in the order of the targets.</summary>
    /// <param name="targets">The targets.</param>
    /// <param name="timeout">The timeout of each probe: for the resolution of its name, the connection, and all answers
    /// together.</param>
    /// <param name="now">Returns the current time, for the results.</param>
    /// <param name="report">Is called from time to time with the number of finished probes.</param>
    /// <param name="cancel">Ends all probes.</param>
    /// <param name="resolve">Returns the addresses of a host name; null to ask the system. For tests.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was canceled.</exception>
    public static IEnumerable<ServerProbe> Run(
        IReadOnlyList<ProbeTarget> targets, TimeSpan timeout, Func<DateTimeOffset> now, Action<int>? report,
        CancellationToken cancel,
        Func<string, IPAddress[]>? resolve = null)
    {
        var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var places = new SemaphoreSlim(MostAtOnce);
        int finished = 0;
        Task<ServerProbe>[] probes = [.. targets.Select(RunAsync)];
        try
        {
            foreach (Task<ServerProbe> probe in probes)
            {
                while (Task.WaitAny([probe], IntervalMilliseconds, cancel) < 0)
                    report?.Invoke(Volatile.Read(ref finished));
                yield return probe.GetAwaiter().GetResult();
            }
        }
        finally
        {
            end.Cancel(); // For those that nobody waits for, for example after Select-Object -First.
            _ = Task.WhenAll(probes).ContinueWith(
                all =>
                {
                    _ = all.Exception;
                    end.Dispose();
                    places.Dispose();
                },
                CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        async Task<ServerProbe> RunAsync(ProbeTarget target)
        {
            await places.WaitAsync(end.Token).ConfigureAwait(false);
            try
            {
                return await ProbeAsync(target, timeout, now, resolve ?? Dns.GetHostAddresses, end.Token)
                    .ConfigureAwait(false);
            }
            finally
            {
                Interlocked.Increment(ref finished);
                places.Release();
            }
        }
    }

    private static async Task<ServerProbe> ProbeAsync(
        ProbeTarget target, TimeSpan timeout, Func<DateTimeOffset> now, Func<string, IPAddress[]> resolve,
        CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(timeout);
        DateTimeOffset time = now();
        using var connection = new ProbeConnection(timeout, resolve, limit.Token);
        DialogueResult result;
        try
        {
            await connection.OpenAsync(target.Host, target.Port).ConfigureAwait(false);
            result = await ProbeDialogues.HoldAsync(target, connection).ConfigureAwait(false);
        }
        catch (ProbeException e)
        {
            result = new DialogueResult(e.Status, e.Message);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            result = TimedOut(target, connection.Stage, timeout);
        }
        return new ServerProbe(
            target.Server, target.Address, target.Port, target.AddressSource, target.Protocol, result.Status,
            result.AnsweredName,
            connection.Latency, time, result.Reason, ProbeAdvice.For(
                target, result.Status, connection.Certificate), result.StartTls,
            connection.Certificate, connection.CertificateExpires);
    }

    private static DialogueResult TimedOut(ProbeTarget target, ProbeStage stage, TimeSpan timeout)
    {
        string time = FormattableString.Invariant($"within {timeout.TotalSeconds} s");
        return stage switch
        {
            ProbeStage.Resolving =>
                new(ProbeStatus.TimedOut, $"The host name '{target.Host}' was not resolved {time}."),
            ProbeStage.Connecting =>
                new(ProbeStatus.TimedOut, ProbeException.NotAccepted(target.Host, target.Port, timeout).Message),
            ProbeStage.Connected =>
                new(ProbeStatus.Silent, $"The connection was accepted, but no answer was received {time}."),
            _ => new(ProbeStatus.TimedOut, $"The answer was not complete {time}."),
        };
    }
}
