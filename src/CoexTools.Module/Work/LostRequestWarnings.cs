using CoexTools.Analysis;
using CoexTools.Changes;

namespace CoexTools.Work;

/// <summary>Writes the warnings of a command about requests that a change breaks.</summary>
internal static class LostRequestWarnings
{
    // More would hide what the first ones say.
    private const int MostNamed = 20;

    /// <summary>Warns of requests that succeed before a change and fail after it.</summary>
    /// <param name="command">The command that makes the change.</param>
    /// <param name="lost">The requests.</param>
    public static void WarnOfLostRequests(this CoexCommand command, IReadOnlyCollection<ChangedRequest> lost)
    {
        IReadOnlyList<string> texts = LostRequestSummary.Of(lost);
        foreach (string text in texts.Take(MostNamed))
            command.WriteWarning($"The change breaks a request that succeeds today: {text}.");
        if (texts.Count > MostNamed)
        {
            command.WriteWarning($"The change breaks {texts.Count - MostNamed} more requests that succeed today. "
                + "Compare-CoexistencePath shows all of them.");
        }
    }
}
