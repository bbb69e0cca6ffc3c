using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Versioning;

namespace CoexTools.Package;

/// <summary>
/// Makes the package of a module that <c>Install-PSResource</c> and <c>Install-Module</c> take, with all files of a folder. The same files give the
/// same bytes: the entries are in a fixed order and all bear the same time.
/// </summary>
internal static class Program
{
    // Zip has no earlier year, and this is no hour of any zone's changes.
    private const string FixedTime = "1980-01-01T12:00:00Z";

    private static int Main(string[] arguments)
    {
        if (arguments.Length != 2)
        {
            Console.Error.WriteLine("CoexTools.Package <folder of the module> <folder to write into>");
            return 2;
        }
        string module = Path.GetFullPath(arguments[0]);
        string output = Path.GetFullPath(arguments[1]);
        try
        {
            string manifest = Directory.GetFiles(module, "*.psd1").Single();
            PackageBuilder package = Describe(ModuleManifest.Read(manifest));
            IEnumerable<string> paths = Directory.GetFiles(module, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(module, file));
            foreach (string path in paths.Select(path => path.Replace('\\', '/')).Order(StringComparer.Ordinal))
                package.Files.Add(new PhysicalPackageFile { SourcePath = Path.Combine(module, path), TargetPath = path });

            Directory.CreateDirectory(output);
            string target = Path.Combine(output, $"{package.Id}.{package.Version!.ToNormalizedString()}.nupkg");
            using (FileStream stream = File.Create(target))
                package.Save(stream);
            Console.WriteLine(target);
            return 0;
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or IOException or PackagingException)
        {
            // In the form that MSBuild takes for its own errors.
            Console.Error.WriteLine(e is FormatException ? e.Message : $"{module}: error PACK00: {e.Message}");
            return 1;
        }
    }

    private static PackageBuilder Describe(ModuleManifest manifest)
    {
        var package = new PackageBuilder(deterministic: true)
        {
            DeterministicTimestamp = FixedTime,
            Id = manifest.Name,
            Version = NuGetVersion.Parse(manifest.Version),
            Description = manifest.Required("Description"),
            Copyright = manifest.Required("Copyright"),
            ReleaseNotes = manifest.Optional("ReleaseNotes"),
            LicenseUrl = Link(manifest, "LicenseUri"),
            ProjectUrl = Link(manifest, "ProjectUri"),
            IconUrl = Link(manifest, "IconUri"),
        };
        package.Authors.Add(manifest.Required("Author"));
        package.Owners.Add(manifest.Required("CompanyName"));
        // PSModule is what Publish-PSResource adds; the names of the commands, by which the Gallery finds a module, are what Publish-Module adds.
        package.Tags.AddRange(manifest.Tags);
        package.Tags.Add("PSModule");
        package.Tags.Add("PSIncludes_Cmdlet");
        package.Tags.AddRange(manifest.Cmdlets.Select(name => $"PSCmdlet_{name}"));
        package.Tags.AddRange(manifest.Cmdlets.Select(name => $"PSCommand_{name}"));
        return package;
    }

    private static Uri? Link(ModuleManifest manifest, string key) => manifest.Optional(key) is { } text ? new Uri(text) : null;
}
