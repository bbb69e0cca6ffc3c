<#
.SYNOPSIS
    Builds and tests CoexTools. Thin: the work is in the projects.
.PARAMETER Task
    Build lays the module out in output/; Test runs the tests of dotnet; Pester runs the suite of this PowerShell; Clean removes what was built.
.PARAMETER Configuration
    Debug or Release.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Pester', 'Clean')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { throw "dotnet $args ended with exit code $LASTEXITCODE." }
}

Push-Location $PSScriptRoot
try {
    foreach ($name in $Task) {
        switch ($name) {
            'Build' { Invoke-DotNet build CoexTools.sln --configuration $Configuration }
            'Test' { Invoke-DotNet test --solution CoexTools.sln --configuration $Configuration }
            'Pester' {
                Invoke-DotNet build CoexTools.sln --configuration $Configuration
                & (Join-Path $PSScriptRoot 'tests/Pester/Invoke-Suite.ps1')
                if ($LASTEXITCODE -ne 0) { throw 'The Pester suite failed.' }
            }
            'Clean' {
                Invoke-DotNet clean CoexTools.sln --configuration $Configuration
                if (Test-Path output) { Remove-Item output -Recurse -Force }
            }
        }
    }
}
finally {
    Pop-Location
}
