using System.Text.RegularExpressions;

namespace CoexTools.Audit.Exchange;

/// <summary>The rules on the availability service: how Exchange asks other systems for free/busy.</summary>
internal static class AvailabilityChecks
{
    private const int MostAddressSpaces = 100;

    public static IEnumerable<RuleVerdict> NoAddressSpace(ExchangeAudit audit, string domain) =>
        audit.Sides(ExchangeObjectKind.AvailabilityAddressSpace).Select(side =>
        {
            if (Of(side, domain).FirstOrDefault() is { } found)
                return RuleVerdict.Pass() with { Object = found?.Reference };
            if (side.Objects.FirstOrDefault(space => !space.Text(ExchangeObject.ForestName).IsKnown) is { } unknown)
                return unknown.NotChecked(ExchangeObject.ForestName, unknown.Text(ExchangeObject.ForestName));
            return RuleVerdict.Fail(
                $"No availability address space of {side.Organization} has the domain '{domain}'. "
                + "Exchange users cannot see the free/busy information of its users.")
            with
            {
                Evidence = [$"address spaces: {ExchangeObject.Names(side.Objects)}"],
            };
        });

    public static IEnumerable<RuleVerdict> AccessMethodDead(ExchangeAudit audit) =>
        audit.Objects(ExchangeObjectKind.AvailabilityAddressSpace).Select(space => AccessMethodDead(audit, space))
            .DefaultIfEmpty(RuleVerdict.NotApplicable("There are no availability address spaces."));

    public static IEnumerable<RuleVerdict> NoAutodiscover(ExchangeAudit audit, string domain) =>
        audit.Sides(ExchangeObjectKind.AvailabilityAddressSpace).SelectMany(side => Of(side, domain)).Select(space =>
        {
            Setting<string?> url = space.Text(ExchangeObject.AutodiscoverEpr);
            if (!url.IsKnown)
                return space.NotChecked(ExchangeObject.AutodiscoverEpr, url);
            IReadOnlyList<string> evidence = [$"TargetAutodiscoverEpr: {url.Display}"];
            if (url.State == SettingState.Unset)
            {
                return RuleVerdict.Fail(
                    $"The availability address space '{space.Name}' does not specify TargetAutodiscoverEpr. Exchange "
                    + "then searches for Autodiscover through DNS, and free/busy fails if the autodiscover host name "
                    + "of this domain does not resolve to the coexistence software.")
                with
                { Object = space.Reference, Evidence = evidence };
            }
            return Uri.TryCreate(url.Value, UriKind.Absolute, out Uri? address) && address.Scheme == Uri.UriSchemeHttps
                ? RuleVerdict.Pass(evidence)
                : RuleVerdict.Fail(
                    $"TargetAutodiscoverEpr of the availability address space '{space.Name}' is not an HTTPS URL.")
                with
                { Object = space.Reference, Evidence = evidence };
        }).DefaultIfEmpty(
            RuleVerdict.NotApplicable($"There is no availability address space for '{domain}' (CE005)."));

    public static IEnumerable<RuleVerdict> TooManyAddressSpaces(ExchangeAudit audit) =>
        audit.Sides(ExchangeObjectKind.AvailabilityAddressSpace).Select(side => side.Objects.Count <= MostAddressSpaces
            ? RuleVerdict.Pass($"address spaces: {side.Objects.Count}")
            : RuleVerdict.Fail(
                $"There are {side.Objects.Count} availability address spaces in {side.Organization}. "
                + $"Active Directory returns at most {MostAddressSpaces} of them to Exchange, "
                + "so Exchange might not find the one for the Domino domain.")
            with
            { Evidence = [$"address spaces: {side.Objects.Count}"] });

    public static IEnumerable<RuleVerdict> NoAvailabilityConfig(ExchangeAudit audit)
    {
        List<ExchangeSide> configurations =
            [.. audit.Sides(ExchangeObjectKind.AvailabilityConfig).Where(side => side.Objects.Count > 0)];
        if (configurations.FirstOrDefault(side => side.IsOnline) is { } online)
        {
            yield return RuleVerdict.Pass(online.Assumed) with { Object = online.Objects[0].Reference };
            yield break;
        }
        List<ExchangeSide> others =
        [
            .. audit.Sides(ExchangeObjectKind.OrganizationConfig, ExchangeObjectKind.AvailabilityAddressSpace)
                .Where(side => side.Objects.Count > 0 || side.Environment is not null),
        ];
        if (configurations.Count > 0)
        {
            yield return others.Any(side => side.IsOnline)
                ? RuleVerdict.NotChecked(
                    "The input contains objects of Exchange Online, but only the availability configuration of the "
                        + "on-premises organization.") with
                { Recommendation = "Pipe the output of Get-AvailabilityConfig in Exchange Online too." }
                : RuleVerdict.NotApplicable("On-premises Exchange always has an availability configuration.");
            yield break;
        }
        if (others.Count > 0 && others.All(side => !side.IsOnline))
        {
            yield return RuleVerdict.NotApplicable(
                "On-premises Exchange does not require an availability configuration.");
            yield break;
        }
        yield return RuleVerdict.Fail(
            "Exchange Online has no availability configuration, so its availability address spaces have no effect.")
                with
        {
            Evidence = [.. others.SelectMany(side => side.Assumed).Take(1)],
        };
    }

    public static IEnumerable<RuleVerdict> TargetAddressOutside(ExchangeAudit audit) =>
        new TargetAddresses(audit).Verdicts();

    private static RuleVerdict AccessMethodDead(ExchangeAudit audit, ExchangeObject space)
    {
        Setting<string?> method = space.Text(ExchangeObject.AccessMethod);
        bool isOfDomino = space.Text(ExchangeObject.ForestName).Value is { } forest
            && audit.Input.DominoDomains.Any(domain => SmtpDomain.Same(domain, forest));
        string name = $"the availability address space '{space.Name}'";
        string? why = method.Value?.ToUpperInvariant() switch
        {
            "PERUSERFB" => null,
            "ORGWIDEFB" => IsOfExchangeOnline(space)
                ? "Exchange Online does not accept OrgWideFB as the access method for a target" : null,
            "ORGWIDEFBTOKEN" => isOfDomino
                ? "OrgWideFBToken works only between two organizations of Exchange Online" : null,
            "ORGWIDEFBBASIC" => "OrgWideFBBasic uses Basic authentication, which Exchange Online has ended",
            "PUBLICFOLDER" => "PublicFolder reads the free/busy information of Exchange Server 2003",
            "INTERNALPROXY" => isOfDomino ? "InternalProxy only passes requests to a newer Exchange server" : null,
            _ => "",
        };
        if (why is null)
            return RuleVerdict.Pass($"AccessMethod of '{space.Name}': {method.Value}");
        if (why.Length == 0)
            return space.NotChecked(ExchangeObject.AccessMethod, method);
        return RuleVerdict.Fail($"The access method of {name} does not work: {why}.") with
        {
            Severity = isOfDomino ? FindingSeverity.Error : FindingSeverity.Warning,
            Object = space.Reference,
            Evidence =
            [
                $"AccessMethod: {method.Value}",
                $"TargetAutodiscoverEpr: {space.Text(ExchangeObject.AutodiscoverEpr).Display}",
            ],
        };
    }

    // The target is in Exchange Online if its name or its URLs are those of Microsoft.
    private static bool IsOfExchangeOnline(ExchangeObject space) =>
        new[] { ExchangeObject.ForestName, ExchangeObject.AutodiscoverEpr, ExchangeObject.ServiceEpr }
            .Select(name => space.Text(name).Value).OfType<string>()
            .Select(text => Uri.TryCreate(text, UriKind.Absolute, out Uri? url) ? url.Host : text)
            .Any(host => Regex.IsMatch(
                host, @"(^|\.)(onmicrosoft\.(com|us|de|cn)|partner\.onmschina\.cn|outlook\.(com|cn)|office365\.(com|"
                    + @"us)|office\.com)$",
                RegexOptions.IgnoreCase));

    private static IEnumerable<ExchangeObject> Of(ExchangeSide side, string domain) => side.Objects.Where(
        space => space.Text(ExchangeObject.ForestName).Value is { } forest && SmtpDomain.Same(forest, domain));
}
