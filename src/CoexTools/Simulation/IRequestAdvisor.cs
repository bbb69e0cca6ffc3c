namespace CoexTools.Simulation;

/// <summary>Recommends a change of the directory for requests that the directory stops (VD4).</summary>
internal interface IRequestAdvisor
{
    /// <summary>
    /// Returns the recommendation for a request that the directory stops, or that succeeds only by chance.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="network">The state of the network.</param>
    /// <param name="general">The recommendation of the request itself, without a look at the directory. It stays if the
    /// content of replicas counts, or if there is no document.</param>
    string Recommend(Request request, INetwork network, string general);
}
