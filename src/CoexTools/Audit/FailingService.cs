using CoexTools.Simulation;
using CoexTools.Text;

namespace CoexTools.Audit;

/// <summary>Represents a service with its requests that do not reach Exchange.</summary>
/// <param name="Service">The service.</param>
/// <param name="Requests">The requests.</param>
internal sealed record FailingService(CoexistenceService Service, IReadOnlyList<FailedRequest> Requests)
{
    /// <summary>
    /// Returns the services as a sentence names them: <c>free/busy fails, and mail and calendar mail wait</c>.
    /// </summary>
    /// <param name="services">The services with the requests that do not reach Exchange.</param>
    /// <param name="adverb">The word before <c>fails</c>, with a space; empty for none.</param>
    public static string Describe(IEnumerable<FailingService> services, string adverb = "")
    {
        List<string> clauses =
        [
            .. services.GroupBy(one => FailedRequest.Verb(one.Requests)).Select(same =>
            {
                List<string> names = [.. same.Select(one => one.Service.InSentence())];
                string verb = FailedRequest.Verb(same.SelectMany(one => one.Requests), isPlural: names.Count > 1);
                return $"{NameList.InSentence(names)} {adverb}{verb}";
            }),
        ];
        return string.Join(", and ", clauses);
    }
}
