# Tests the package and the installation as a user of the current PowerShell sees them. Each test runs in a separate process.

BeforeDiscovery {
    # The package to test is the specified package, or is created here if the package tool has been built.
    $tool = Get-Item (Join-Path (Split-Path (Split-Path $PSScriptRoot -Parent) -Parent) 'tools/CoexTools.Package/bin/*/net10.0/CoexTools.Package.dll') -ErrorAction Ignore |
        Sort-Object LastWriteTime | Select-Object -Last 1
    $noPackage = -not ($env:COEXTOOLS_PACKAGE -or ($tool -and (Get-Command dotnet -ErrorAction Ignore)))
    $onWindows = $env:OS -eq 'Windows_NT'
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    $root = Split-Path (Split-Path $PSScriptRoot -Parent) -Parent
    $manifest = Get-ModuleManifest
    $version = Split-Path (Split-Path $manifest -Parent) -Leaf
    $powerShell = Get-PowerShell

    function Invoke-Alone {
        <# .SYNOPSIS Runs a command in a new process with the specified environment variables and returns its output. #>
        param([string] $Command, [hashtable] $Environment)
        $before = @{}
        foreach ($name in $Environment.Keys) {
            $before[$name] = [Environment]::GetEnvironmentVariable($name)
            [Environment]::SetEnvironmentVariable($name, $Environment[$name])
        }
        try {
            # The shell of this repository imports the built module when it starts.
            & $powerShell -NoProfile -NonInteractive -Command "Get-Module CoexTools | Remove-Module; $Command" 2>&1 | ForEach-Object { "$_" }
        }
        finally {
            foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
        }
    }

    function Get-TreeHash {
        <# .SYNOPSIS Returns the files in a folder with their hashes. #>
        param([string] $Path)
        Get-ChildItem -LiteralPath $Path -Recurse -File | ForEach-Object { "$($_.FullName.Substring($Path.Length)) $(Get-FileHashText $_.FullName)" } | Sort-Object
    }
}

Describe 'The package' -Skip:$noPackage {
    BeforeAll {
        $package = $env:COEXTOOLS_PACKAGE
        if (-not $package) {
            $tool = Get-Item (Join-Path $root 'tools/CoexTools.Package/bin/*/net10.0/CoexTools.Package.dll') | Sort-Object LastWriteTime | Select-Object -Last 1
            $package = & dotnet $tool.FullName (Split-Path $manifest -Parent) (Join-Path $TestDrive 'package')
        }
        $modules = Join-Path $TestDrive 'modules'
        $unpacked = Join-Path $modules (Join-Path 'CoexTools' $version)
        Add-Type -AssemblyName System.IO.Compression.FileSystem
        [IO.Compression.ZipFile]::ExtractToDirectory($package, $unpacked)
    }

    It 'contains the module as built' {
        foreach ($name in '_rels', 'package', 'CoexTools.nuspec', '[Content_Types].xml') {
            $path = Join-Path $unpacked $name
            Test-Path -LiteralPath $path | Should -BeTrue
            Remove-Item -LiteralPath $path -Recurse -Force
        }
        Get-TreeHash $unpacked | Should -Be (Get-TreeHash (Split-Path $manifest -Parent))
    }

    It 'can be imported by name from a folder in PSModulePath, with its help' {
        $found = Invoke-Alone @'
(Get-Command Test-MailRoute).Module.ModuleBase
@((Get-Help Test-MailRoute -Examples).examples.example).Count -ge 3
(Get-Help about_CoexTools_Rules | Out-String).Length -gt 1000
(Test-ModuleManifest (Join-Path (Get-Module CoexTools).ModuleBase CoexTools.psd1) -WarningAction Stop).Version.ToString()
'@ @{ PSModulePath = $modules }
        $found | Should -Be @($unpacked, 'True', 'True', $version)
    }
}

Describe 'build.ps1' {
    It 'calls dotnet with the arguments of the task <Task>' -ForEach @(
        @{ Task = 'Build'; Line = 'dotnet build CoexTools.sln --configuration Release' }
        @{ Task = 'Test'; Line = 'dotnet test --solution CoexTools.sln --configuration Release' }
        @{ Task = 'Pester'; Line = 'dotnet build src/CoexTools.Module --configuration Release' }
        @{ Task = 'Pack'; Line = 'dotnet build src/CoexTools.Module -t:PackModule --configuration Release' }
        @{ Task = 'Install'; Line = 'dotnet build src/CoexTools.Module --configuration Release' }
        @{ Task = 'Clean'; Line = 'dotnet clean CoexTools.sln --configuration Release' }
    ) {
        $lines = @(Invoke-Alone "& '$(Join-Path $root 'build.ps1')' -Task $Task -WhatIf" @{})
        $lines[0] | Should -Be "What if: Performing the operation `"$Line`" on target `"$root`"."
        $lines | ForEach-Object { $_ | Should -BeLike 'What if: *' }
    }
}

# On Windows, the Documents folder of the user cannot be redirected for a test.
Describe 'build.ps1 -Task Install' -Skip:$onWindows {
    BeforeAll {
        $share = Join-Path $TestDrive 'share'
        $modules = Join-Path $share 'powershell/Modules'
        $installed = Join-Path $modules (Join-Path 'CoexTools' $version)
        $script = Join-Path $root 'build.ps1'
    }

    It 'installs nothing with -WhatIf' {
        $found = Invoke-Alone "& '$script' -Task Install -NoBuild -WhatIf" @{ XDG_DATA_HOME = $share }
        $found | Should -BeLike "What if: * on target `"$installed`"."
        Test-Path $modules | Should -BeFalse
    }

    It 'installs the module for the current user and replaces the same version completely' {
        foreach ($time in 1, 2) {
            Invoke-Alone "& '$script' -Task Install -NoBuild" @{ XDG_DATA_HOME = $share } | Should -BeExactly "CoexTools $version is installed in '$installed'."
            Get-TreeHash $installed | Should -Be (Get-TreeHash (Split-Path $manifest -Parent))
            @(Get-ChildItem (Split-Path $installed -Parent) -Force).Name | Should -Be $version
            $null = Set-TestFile (Join-Path $installed "stale-$time.txt") ''
        }
        Invoke-Alone '(Get-Command Test-MailRoute).Module.ModuleBase' @{ XDG_DATA_HOME = $share } | Should -BeExactly $installed
    }
}
