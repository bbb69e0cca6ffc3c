using CoexTools.Simulation;

namespace CoexTools.Analysis;

/// <summary>
/// Represents a minimal set of failures that stops a service: with fewer of them, and everything else working, it goes
/// on.
/// </summary>
public sealed class CoexistenceCutSet : CoexObject
{
    private readonly Lazy<PathResult> _path;

    internal CoexistenceCutSet(Request request, IReadOnlyList<Failure> failures, double probability)
    {
        ShortName = request.Domain.Directory.ShortName;
        Order = failures.Count;
        Member = OutputList.Of(failures.Select(failure => failure.ToString()));
        Probability = probability;
        // Thousands of paths would fill the memory, and hardly anybody looks at all of them.
        _path = new Lazy<PathResult>(() => request.Test(new Outage(failures).Network));
    }

    [Rehydrates]
    internal CoexistenceCutSet(int order, IReadOnlyList<string> member, double probability, PathResult path)
    {
        Order = order;
        Member = OutputList.Of(member);
        Probability = probability;
        _path = new Lazy<PathResult>(() => path);
    }

    /// <summary>Gets how many components fail; 0 where the service is not reached even if nothing fails.</summary>
    public int Order { get; }

    /// <summary>
    /// Gets what fails: a server (<c>DominoA/Acme</c>, with <c>(busy)</c> behind it where it is busy and not down), a
    /// leg (<c>DominoA/Acme HTTP</c>) or a link (<c>Hub01/Acme|DominoA/Acme</c>).
    /// </summary>
    public IReadOnlyList<string> Member { get; }

    /// <summary>
    /// Gets how the request ends then: a value of <see cref="FreeBusyStatus"/> or <see cref="MailStatus"/>.
    /// </summary>
    public string Status => Path.StatusName;

    /// <summary>
    /// Gets the probability, from 0 to 1, that all members fail at the same time, whatever else fails.
    /// </summary>
    public double Probability { get; }

    /// <summary>Gets what happens to the request then, with each step.</summary>
    public PathResult Path => _path.Value;

    /// <summary>Gets the reason why the request ends so.</summary>
    public string Reason => Path.Reason;

    /// <summary>Returns the members and the status in one line.</summary>
    public override string ToString() => $"{{{string.Join(", ", Member)}}} {Status}";
}
