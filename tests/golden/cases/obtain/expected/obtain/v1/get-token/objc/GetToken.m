// clang -fobjc-arc -framework Foundation GetToken.m &&
// OBTAIN_TOKEN=$(az account get-access-token --query accessToken --output tsv) ./a.out
#import <Foundation/Foundation.h>
#import <err.h>

int main(void) {
  NSString *token = NSProcessInfo.processInfo.environment[@"OBTAIN_TOKEN"];
  if (token.length == 0) errx(1, "Set OBTAIN_TOKEN to your token.");
  NSString *url = @"https://example.com/token";
  NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:[NSURL URLWithString:url]];
  request.HTTPMethod = @"GET";
  request.timeoutInterval = 30;
  NSString *authorization = [NSString stringWithFormat:@"Bearer %@", token];
  [request setValue:authorization forHTTPHeaderField:@"Authorization"];
  [[NSURLSession.sharedSession
      dataTaskWithRequest:request
        completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
          if (error) errx(1, "%s", error.localizedDescription.UTF8String);
          long status = ((NSHTTPURLResponse *)response).statusCode;
          if (status >= 300)
            errx(1, "HTTP %ld: %.*s", status, (int)data.length, (char *)data.bytes);
          puts("Nothing.");
          exit(0);
        }] resume];
  dispatch_main();
}
