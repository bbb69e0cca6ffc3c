using System.Text.RegularExpressions;
using CoexTools.Audit;

namespace CoexTools.Exchange;

/// <summary>The rules on the availability service: how Exchange asks other systems for free/busy.</summary>
internal static class AvailabilityChecks
{
    private const int MostAddressSpaces = 100;
    private const int NamesShown = 5;

    public static IEnumerable<ExchangeVerdict> NoAddressSpace(ExchangeAudit audit, string domain) =>
        audit.Sides(ExchangeObjectKind.AvailabilityAddressSpace).Select(side =>
        {
            if (Of(side, domain).FirstOrDefault() is { } found)
                return ExchangeVerdict.Pass() with { Object = found };
            if (side.Objects.FirstOrDefault(space => !space.Text(ExchangeObject.ForestName).IsKnown) is { } unknown)
                return ExchangeVerdict.NotChecked(unknown, ExchangeObject.ForestName, unknown.Text(ExchangeObject.ForestName));
            return ExchangeVerdict.Fail(
                $"No availability address space of {side.Organization} has the domain '{domain}'. "
                + "Exchange users cannot see the free/busy information of its users.")
            with
            {
                Evidence = [$"address spaces: {Names(side.Objects)}"],
            };
        });

    public static IEnumerable<ExchangeVerdict> AccessMethodDead(ExchangeAudit audit) =>
        audit.Objects(ExchangeObjectKind.AvailabilityAddressSpace).Select(space => AccessMethodDead(audit, space))
            .DefaultIfEmpty(ExchangeVerdict.NotApplicable("There are no availability address spaces."));

    public static IEnumerable<ExchangeVerdict> NoAutodiscover(ExchangeAudit audit, string domain) =>
        audit.Sides(ExchangeObjectKind.AvailabilityAddressSpace).SelectMany(side => Of(side, domain)).Select(space =>
        {
            Setting<string?> url = space.Text(ExchangeObject.AutodiscoverEpr);
            if (!url.IsKnown)
                return ExchangeVerdict.NotChecked(space, ExchangeObject.AutodiscoverEpr, url);
            IReadOnlyList<string> evidence = [$"TargetAutodiscoverEpr: {url.Display}"];
            if (url.State == SettingState.Unset)
            {
                return ExchangeVerdict.Fail(
                    $"The availability address space '{space.Name}' does not specify TargetAutodiscoverEpr. Exchange then searches for Autodiscover "
                    + "through DNS, and free/busy fails if the autodiscover host name of this domain does not resolve to the coexistence software.")
                with
                { Object = space, Evidence = evidence };
            }
            return Uri.TryCreate(url.Value, UriKind.Absolute, out Uri? address) && address.Scheme == Uri.UriSchemeHttps
                ? ExchangeVerdict.Pass(evidence)
                : ExchangeVerdict.Fail($"TargetAutodiscoverEpr of the availability address space '{space.Name}' is not an HTTPS URL.")
                with
                { Object = space, Evidence = evidence };
        }).DefaultIfEmpty(ExchangeVerdict.NotApplicable($"There is no availability address space for '{domain}' (CE005)."));

    public static IEnumerable<ExchangeVerdict> TooManyAddressSpaces(ExchangeAudit audit) =>
        audit.Sides(ExchangeObjectKind.AvailabilityAddressSpace).Select(side => side.Objects.Count <= MostAddressSpaces
            ? ExchangeVerdict.Pass($"address spaces: {side.Objects.Count}")
            : ExchangeVerdict.Fail(
                $"There are {side.Objects.Count} availability address spaces in {side.Organization}. "
                + $"Active Directory returns at most {MostAddressSpaces} of them to Exchange, "
                + "so Exchange might not find the one for the Domino domain.")
            with
            { Evidence = [$"address spaces: {side.Objects.Count}"] });

    public static IEnumerable<ExchangeVerdict> NoAvailabilityConfig(ExchangeAudit audit)
    {
        List<ExchangeSide> configurations = [.. audit.Sides(ExchangeObjectKind.AvailabilityConfig).Where(side => side.Objects.Count > 0)];
        if (configurations.FirstOrDefault(side => side.IsOnline) is { } online)
        {
            yield return ExchangeVerdict.Pass(online.Assumed) with { Object = online.Objects[0] };
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
                ? ExchangeVerdict.NotChecked(
                    "The input contains objects of Exchange Online, but only the availability configuration of the on-premises organization.") with
                { Recommendation = "Pipe the output of Get-AvailabilityConfig in Exchange Online too." }
                : ExchangeVerdict.NotApplicable("On-premises Exchange always has an availability configuration.");
            yield break;
        }
        if (others.Count > 0 && others.All(side => !side.IsOnline))
        {
            yield return ExchangeVerdict.NotApplicable("On-premises Exchange does not require an availability configuration.");
            yield break;
        }
        yield return ExchangeVerdict.Fail(
            "Exchange Online has no availability configuration, so its availability address spaces have no effect.") with
        {
            Evidence = [.. others.SelectMany(side => side.Assumed).Take(1)],
        };
    }

    public static IEnumerable<ExchangeVerdict> TargetAddressOutside(ExchangeAudit audit)
    {
        List<ExchangeObject> spaces = [.. audit.Objects(ExchangeObjectKind.AvailabilityAddressSpace)];
        List<ExchangeObject> relations =
        [
            .. audit.Objects(ExchangeObjectKind.IntraOrganizationConnector)
                .Concat(audit.Objects(ExchangeObjectKind.OrganizationRelationship))
                .Where(one => HybridChecks.ProvidesFreeBusy(one) == true),
        ];
        HashSet<string> covered = new(
            spaces.Select(space => space.Text(ExchangeObject.ForestName).Value).OfType<string>()
                .Concat(relations.SelectMany(one => HybridChecks.Domains(one).Value)).Select(SmtpDomain.Normalize),
            SmtpDomain.Comparer);
        List<ExchangeObject> unreadable = [];
        List<ExchangeObject> ofNotes = [];
        List<(string Domain, ExchangeObject User)> repeated = [];
        List<(string Domain, ExchangeObject User)> outside = [];
        foreach (ExchangeObject user in audit.Objects(ExchangeObjectKind.MailUser))
        {
            Setting<string?> target = user.Text(ExchangeObject.ExternalAddress);
            // The free/busy of guests comes from their own organization.
            if (string.Equals(user.Text(ExchangeObject.RecipientType).Value, "GuestMailUser", StringComparison.OrdinalIgnoreCase))
                continue;
            if (!target.IsKnown)
                unreadable.Add(user);
            else if (target.Value is not { } address)
                continue;
            else if (SmtpDomain.IsNotesAddress(address))
                ofNotes.Add(user);
            else if (SmtpDomain.Repeated(address) is { } twice)
                repeated.Add((twice, user));
            else if (SmtpDomain.OfAddress(address) is { } domain && !covered.Contains(domain))
                outside.Add((domain, user));
        }
        if (unreadable.Count > 0)
        {
            yield return ExchangeVerdict.NotChecked(
                unreadable[0], ExchangeObject.ExternalAddress, unreadable[0].Text(ExchangeObject.ExternalAddress)) with
            { Evidence = [$"mail users: {Names(unreadable)}"] };
        }
        if (ofNotes.Count > 0)
        {
            yield return ExchangeVerdict.Fail(
                $"{Plural.Of(ofNotes.Count, "mail user")} {(ofNotes.Count == 1 ? "has" : "have")} a target address "
                    + "of the type NOTES. "
                + "Exchange requests free/busy information only for SMTP addresses.")
            with
            {
                Object = ofNotes.Count == 1 ? ofNotes[0] : null,
                Evidence = [$"mail users: {Names(ofNotes)}", $"ExternalEmailAddress: "
                    + $"{ofNotes[0].Text(ExchangeObject.ExternalAddress).Value}"],
                Recommendation = "Specify the SMTP address in the Domino domain as ExternalEmailAddress.",
            };
        }
        foreach (IGrouping<string, ExchangeObject> group in repeated
            .GroupBy(one => one.Domain, one => one.User, SmtpDomain.Comparer)
            .OrderBy(group => group.Key, SmtpDomain.Comparer))
        {
            int count = group.Count();
            yield return ExchangeVerdict.Fail(
                $"{Plural.Of(count, "mail user")} {(count == 1 ? "has" : "have")} a target address to which the "
                    + $"domain '{group.Key}' "
                + "was appended twice. Mail and free/busy requests to such an address fail.")
            with
            {
                Severity = FindingSeverity.Error,
                Object = count == 1 ? group.First() : null,
                Evidence =
                [
                    $"mail users: {Names([.. group])}",
                    $"ExternalEmailAddress: {group.First().Text(ExchangeObject.ExternalAddress).Value}",
                ],
                Recommendation = "Correct the target addresses (ExternalEmailAddress), so that they contain the "
                    + "domain once.",
            };
        }
        foreach (IGrouping<string, ExchangeObject> group in outside.GroupBy(one => one.Domain, one => one.User, SmtpDomain.Comparer)
            .OrderBy(group => group.Key, SmtpDomain.Comparer))
        {
            int count = group.Count();
            yield return ExchangeVerdict.Fail(
                $"{Plural.Of(count, "mail user")} {(count == 1 ? "has" : "have")} a target address in the domain '{group.Key}', "
                + "which has no availability address space. "
                + "Exchange users cannot see their free/busy information"
                + (audit.Knows(ExchangeObjectKind.OrganizationRelationship)
                    ? "." : ", unless an organization relationship covers this domain."))
            with
            {
                Severity = audit.Input.DominoDomains.Contains(group.Key, SmtpDomain.Comparer) ? FindingSeverity.Error : FindingSeverity.Warning,
                Object = count == 1 ? group.First() : null,
                Evidence = [$"mail users: {Names([.. group])}", $"address spaces: {Names(spaces)}"],
            };
        }
        if (!audit.Objects(ExchangeObjectKind.MailUser).Any())
            yield return ExchangeVerdict.NotApplicable("There are no mail users.");
        else if (unreadable.Count + ofNotes.Count + repeated.Count + outside.Count == 0)
            yield return ExchangeVerdict.Pass($"address spaces: {Names(spaces)}");
    }

    private static ExchangeVerdict AccessMethodDead(ExchangeAudit audit, ExchangeObject space)
    {
        Setting<string?> method = space.Text(ExchangeObject.AccessMethod);
        bool isOfDomino = space.Text(ExchangeObject.ForestName).Value is { } forest
            && audit.Input.DominoDomains.Any(domain => SmtpDomain.Same(domain, forest));
        string name = $"the availability address space '{space.Name}'";
        string? why = method.Value?.ToUpperInvariant() switch
        {
            "PERUSERFB" => null,
            "ORGWIDEFB" => IsOfExchangeOnline(space) ? "Exchange Online does not accept OrgWideFB as the access method for a target" : null,
            "ORGWIDEFBTOKEN" => isOfDomino ? "OrgWideFBToken works only between two organizations of Exchange Online" : null,
            "ORGWIDEFBBASIC" => "OrgWideFBBasic uses Basic authentication, which Exchange Online has ended",
            "PUBLICFOLDER" => "PublicFolder reads the free/busy information of Exchange Server 2003",
            "INTERNALPROXY" => isOfDomino ? "InternalProxy only passes requests to a newer Exchange server" : null,
            _ => "",
        };
        if (why is null)
            return ExchangeVerdict.Pass($"AccessMethod of '{space.Name}': {method.Value}");
        if (why.Length == 0)
            return ExchangeVerdict.NotChecked(space, ExchangeObject.AccessMethod, method);
        return ExchangeVerdict.Fail($"The access method of {name} does not work: {why}.") with
        {
            Severity = isOfDomino ? FindingSeverity.Error : FindingSeverity.Warning,
            Object = space,
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
                host, @"(^|\.)(onmicrosoft\.(com|us|de|cn)|partner\.onmschina\.cn|outlook\.(com|cn)|office365\.(com|us)|office\.com)$",
                RegexOptions.IgnoreCase));

    private static IEnumerable<ExchangeObject> Of(ExchangeSide side, string domain) => side.Objects.Where(
        space => space.Text(ExchangeObject.ForestName).Value is { } forest && SmtpDomain.Same(forest, domain));

    private static string Names(IReadOnlyList<ExchangeObject> objects) => objects.Count == 0 ? "none"
        : NameList.Of([.. objects.Select(one => one.Name ?? "without a name")], NamesShown);
}
